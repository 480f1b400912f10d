"""The typed detectors, one file each; `privaudit.analysis.detect` finds them by their files."""
