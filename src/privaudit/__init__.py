"""privaudit: a privacy and permission runtime auditor for Android apps."""

__version__ = "0.1.0"
