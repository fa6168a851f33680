"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher

from manumit.web.base_settings import CONFIG


class Argon2(Argon2PasswordHasher):
    """Argon2id with the memory that the installation asks for."""

    memory_cost = CONFIG.argon_mebibytes * 1024
    time_cost = 3
    parallelism = 1
