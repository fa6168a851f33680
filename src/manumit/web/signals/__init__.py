"""The office's side of the intake: signals read, answered and made into cases."""
