"""Fuzz one door of csplan, led by coverage: python scripts/fuzz.py policy 60 (door and seconds).

Doors: policy, letter, plan, log, batch, calendar (tests/bad_input.py). A crash is any exception, an error that is not
one line, or an input that takes ten seconds. Exit status 0 where none is found; what crashed is kept in build/fuzz.
"""

import importlib
import sys
from functools import partial
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent.parent
FOUND = HERE / "build" / "fuzz"
LIMITS = ("-timeout=10", "-max_len=200000", "-rss_limit_mb=4096", "-print_final_stats=1", "-verbosity=0")
sys.path[:0] = [str(HERE / "tests"), str(HERE / "src")]

import atheris  # noqa: E402 (after the path, like what it instruments)


def main(name: str, seconds: int) -> None:
    """Fuzz until the time is over; atheris ends the process."""
    import_instrumented()
    from bad_input import DOORS, changed, tried

    door, corpus = DOORS[name], FOUND / f"{name}-corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, example in enumerate(door.examples):
        (corpus / f"example-{number}").write_bytes(example)

    def mutated(data: bytes, largest: int, seed: int) -> bytes:
        dice = Random(seed)
        examples = (data.decode("utf-8", "replace").encode(), *door.examples) if data else door.examples
        return atheris.Mutate(data, largest) if dice.random() < 0.3 else changed(examples, dice)[:largest]

    options = [f"-max_total_time={seconds}", f"-artifact_prefix={FOUND}/{name}-", *LIMITS, str(corpus)]
    one_input = partial(tried, door, folder=FOUND / f"{name}-input")
    atheris.Setup([sys.argv[0], *options], one_input, custom_mutator=mutated)
    atheris.Fuzz()


def import_instrumented() -> None:
    """Import every module that the input can reach, so that its branches are seen."""
    with atheris.instrument_imports(include=["csplan"]):
        from bad_input import engine_modules

        for name in engine_modules():
            importlib.import_module(name)


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]))
