"""An app's package files, read without running them: what is in them, which packer and third parties show.

Everything in a package is hostile: sizes lie, names repeat, archives bomb. Each part is read within bounds of
time and memory, and what was not read is said.
"""

from privaudit.package.facts import AppFile, AppPackage
from privaudit.package.read import read_package
from privaudit.package.recognise import package_seen

__all__ = ["AppFile", "AppPackage", "package_seen", "read_package"]
