#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
# hosts.py N - Mininet: so many hosts on one Linux bridge, started and stopped
"""Prints the milliseconds until all of them are there."""
import sys
import time

from mininet.net import Mininet
from mininet.nodelib import LinuxBridge
from mininet.topo import SingleSwitchTopo

start = time.monotonic()
net = Mininet(SingleSwitchTopo(k=int(sys.argv[1])), switch=LinuxBridge,
              controller=None)
net.start()
print("%.1f" % ((time.monotonic() - start) * 1000))
net.stop()
