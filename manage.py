#!/usr/bin/env python
"""Command line of the registry."""

import sys

from clusterreg.command_line import run

if __name__ == "__main__":
    run(sys.argv)
