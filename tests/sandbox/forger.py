"""What a cheat needs: the number of the request, and a write to every descriptor there is."""

from __future__ import annotations

FORGER = """
import json, os, struct, sys, threading, time

def number():
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["request"]["number"]

def write(payload):
    for descriptor in range(3, 32):
        try:
            os.write(descriptor, payload)
        except OSError:
            pass

def framed(payload):
    return struct.pack(">I", len(payload)) + payload

def forge(**reply):
    whole = {"names": {}, "nodes": [], "output": "", "raised": None, "answers": number()}
    whole["is_worn"] = False
    write(framed(json.dumps({**whole, **reply}).encode()))
"""
