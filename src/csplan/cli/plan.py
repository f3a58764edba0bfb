"""csplan plan: checks, prints, compares and begins customer service plans."""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from csplan.cli.main import DEFECTS, DONE
from csplan.cli.output import counted, json_text
from csplan.core.edition import Edition
from csplan.core.errors import BadFile, CsplanError
from csplan.core.plans.findings import PlanDefect
from csplan.core.plans.gaps import NOT_ANSWERED, missing, required
from csplan.core.plans.model import AUDIENCES
from csplan.core.plans.plan import Plan
from csplan.policy.catalogue import packaged_catalogue
from csplan.policy.plans.differences import plan_differences
from csplan.policy.plans.read import check_document, draft_plan
from csplan.policy.plans.start import plan_file_to_fill
from csplan.policy.plans.text import form_text, plan_text

EPILOG = """examples:
  csplan plan start us-wi/customer-service-plan > plan.toml
  csplan plan check plan.toml
  csplan plan render plan.toml --audience public > plan.md
  csplan plan render --form us-wi/customer-service-plan
  csplan plan diff plan-2025.toml plan-2026.toml"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the four commands and their arguments."""
    parser.epilog = EPILOG
    commands = parser.add_subparsers(dest="plan_command", required=True, metavar="COMMAND")
    check = _command(commands, "check", "what a plan lacks, and what cannot stand in it; exit status 1 for a defect")
    check.add_argument("file", type=Path, metavar="FILE", help="a plan file; docs/plan-files.md explains its keys")
    check.add_argument("--json", action="store_true", help="print JSON for a program")
    render = _command(commands, "render", "a plan as Markdown, or the form that a model issues, unfilled")
    render.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a plan file")
    render.add_argument("--audience", choices=AUDIENCES, default="staff", help="for whom (default: staff, who see all)")
    render.add_argument(
        "--form", metavar="MODEL", help="the unfilled form of a model, such as us-wi/customer-service-plan"
    )
    compare = _command(commands, "diff", "what changed between two plans, in words")
    compare.add_argument("before", type=Path, metavar="OLD", help="the earlier plan file")
    compare.add_argument("after", type=Path, metavar="NEW", help="the later plan file")
    compare.add_argument("--json", action="store_true", help="print JSON for a program")
    start = _command(commands, "start", "a plan file with every blank of a model, to be filled in")
    start.add_argument("model", metavar="MODEL", help="such as us-wi/customer-service-plan")


def run(arguments: argparse.Namespace) -> int:
    """Run one of the four; exit status 0 done, 1 a check found defects."""
    command = arguments.plan_command
    if command == "check":
        return _check(arguments.file, arguments.json)
    if command == "diff":
        _compare(arguments.before, arguments.after, arguments.json)
    elif command == "start":
        print(plan_file_to_fill(_model(arguments.model)), end="")
    elif arguments.form:
        model = _model(arguments.form).model
        print(form_text(model) if model else "", end="")
    elif arguments.file:
        print(plan_text(_readable(arguments.file), arguments.audience), end="")
    else:
        raise CsplanError("nothing to render; give a plan file, or --form MODEL")
    return 0


def _command(commands: Any, name: str, explained: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=explained, description=explained)
    return parser


def _check(path: Path, as_json: bool) -> int:
    plan, document = draft_plan(path)
    found = check_document(plan, document, _today(plan))
    defects, warnings = ([each for each in found if each.serious is serious] for serious in (True, False))
    if as_json:
        print(json_text(_checked(plan, path, defects, warnings), indent=2))
    else:
        for each in found:
            print(each)
        print(_closing_line(plan, path, defects, warnings))
    return DEFECTS if defects else DONE


def _today(plan: Plan | None) -> Any:
    zone = ZoneInfo(plan.calendar.zone) if plan and plan.calendar else UTC
    return datetime.now(zone).date()  # noqa: TID251 - the command line reads the time of day


def _checked(plan: Plan | None, path: Path, defects: list[PlanDefect], warnings: list[PlanDefect]) -> dict[str, Any]:
    return {
        "plan": str(path),
        "model": plan.edition.id if plan else None,
        "agency": plan.agency if plan else None,
        "complete": not defects,
        "answered": len(required(plan)) - len(missing(plan)) if plan else 0,
        "asked": len(required(plan)) if plan else 0,
        "defects": [_finding(each) for each in defects],
        "warnings": [_finding(each) for each in warnings],
    }


def _finding(defect: PlanDefect) -> dict[str, Any]:
    return {**asdict(defect.place), "line": defect.line, "what": defect.what, "remedy": defect.remedy}


def _closing_line(plan: Plan | None, path: Path, defects: list[PlanDefect], warnings: list[PlanDefect]) -> str:
    counts = f"{path}: {counted(len(defects), 'defect')}, {counted(len(warnings), 'warning')}"
    if plan is None:
        return counts
    asked, lacking = required(plan), missing(plan)
    bare = sum(each.place.blank in lacking and each.what.startswith(NOT_ANSWERED) for each in defects)
    done = f"{counts}; {len(asked) - len(lacking)} of {len(asked)} required blanks answered"
    return f"{done}, {len(lacking)} missing ({_missing_words(bare, len(lacking) - bare)})" if lacking else done


def _missing_words(bare: int, unusable: int) -> str:
    told = (f"{bare} not answered" * bool(bare), f"{unusable} with no answer that can be used" * bool(unusable))
    return ", ".join(words for words in told if words)


def _compare(before: Path, after: Path, as_json: bool) -> None:
    plans = [_readable(path) for path in (before, after)]
    found = plan_differences(*plans)
    if as_json:
        changed = [
            {**asdict(each.place), "before": each.before, "after": each.after, "note": each.note} for each in found
        ]
        print(json_text({"before": str(before), "after": str(after), "differences": changed}, indent=2))
    else:
        print("\n".join(str(each) for each in found) or "The two plans say the same.")


def _readable(path: Path) -> Plan:
    """The plan of a file as far as it can be read. Raises BadFile where no model can be found for it."""
    plan, document = draft_plan(path)
    if plan is None:
        raise BadFile(str(document.defects[0]))
    return plan


def _model(policy: str) -> Edition:
    edition = packaged_catalogue().editions(policy)[-1]
    if edition.model is None:
        raise CsplanError(f"{policy} is not a model plan; `csplan policy list` names those that are")
    return edition
