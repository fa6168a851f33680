"""The log of acts, and the triggers that keep it."""

from typing import Any

from django.db import migrations, models

from manumit.web.audit.guards import lift_guards, set_guards


def _set(_apps: Any, editor: Any) -> None:
    set_guards(editor.connection)


def _lift(_apps: Any, editor: Any) -> None:
    lift_guards(editor.connection)


class Migration(migrations.Migration):
    """The first tables."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Frontier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("hashes", models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=36)),
                ("agency", models.CharField(max_length=36)),
                ("act", models.CharField(max_length=30)),
                ("case", models.CharField(blank=True, db_index=True, default="", max_length=36)),
                ("data_class", models.PositiveSmallIntegerField(null=True)),
                ("purpose", models.CharField(blank=True, default="", max_length=30)),
                ("target", models.CharField(blank=True, default="", max_length=64)),
                ("allowed", models.BooleanField()),
                ("reason", models.BinaryField(default=bytes)),
                ("leaf", models.BinaryField()),
            ],
        ),
        migrations.RunPython(_set, _lift),
    )
