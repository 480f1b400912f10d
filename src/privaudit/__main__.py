"""`python -m privaudit` is the command `privaudit`."""

import sys

from privaudit.cli.main import main

sys.exit(main())
