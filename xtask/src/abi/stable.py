"""Prints CPython's stable ABI, as abi3info has it, as JSON: name to when and what it is."""

import json

from abi3info import DATAS, FUNCTIONS

print(
    json.dumps(
        {
            symbol.name: {
                "added": [entry.added.major, entry.added.minor],
                "only_if": entry.ifdef.name if entry.ifdef else None,
                "abi_only": entry.abi_only,
            }
            for table in (FUNCTIONS, DATAS)
            for symbol, entry in table.items()
        }
    )
)
