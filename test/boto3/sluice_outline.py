"""What Sluice's contract declares, as scripts/write-contract-outline.ts writes it."""

import json
import subprocess
from functools import cache
from pathlib import Path


@cache
def contract():
    script = Path(__file__).parents[2] / "scripts" / "write-contract-outline.ts"
    return json.loads(subprocess.check_output(["node", str(script)]))
