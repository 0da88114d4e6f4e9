"""Read by Python as it starts, where this folder is on its path: a sleep that libfaketime lets through.

Python asks for a sleep until a moment of the steady clock. libfaketime 0.9.10, told to leave that clock alone, refuses it
as an invalid argument. A wait of so many seconds it lets through.
"""

import select
import time

time.sleep = lambda seconds: select.select([], [], [], seconds)
