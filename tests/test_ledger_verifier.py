"""The verifier names whatever was changed, removed, inserted, reordered, cut off or rebuilt. No database."""

import json
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from csplan.ledger.chain import FIRST_PREVIOUS, FORM, REDACTED, Link, instant_text, link_digest, salted_digest
from csplan.ledger.dump import BadDump, read_dump, write_dump
from csplan.ledger.heads import BadHeads, Head, make_keys, private_key, public_key, read_heads, signed, write_heads
from csplan.ledger.verify import OTHER_FORM, Fault, Held, faults
from ledgers import DANE, MON_NOON, plain_ledger

FORMS = Path(__file__).parent / "ledger-forms"


def found(held: Held, *heads: Head) -> list[Fault]:
    return list(faults(held, heads))


def links(held: Held) -> list[Link]:
    return list(held.links)


def rebuilt(chain: list[Link], form: int = FORM) -> list[Link]:
    """The links as somebody would chain them anew who knows how, but has no key; or as an older csplan did."""
    made: list[Link] = []
    for number, link in enumerate(chain, start=1):
        anew = replace(link, number=number, previous=made[-1].digest if made else FIRST_PREVIOUS)
        made.append(replace(anew, digest=link_digest(anew, form)))
    return made


def head_of(held: Held) -> Head:
    last = links(held)[-1]
    return Head(str(DANE), last.number, last.digest, instant_text(MON_NOON))


def test_a_whole_ledger_has_no_faults() -> None:
    held = plain_ledger()
    assert found(held, head_of(held)) == []


@pytest.mark.parametrize("name", [field.name for field in fields(Link)])
def test_a_changed_column_is_found_and_named(name: str) -> None:
    held = plain_ledger()
    chain = links(held)
    now: Any = 999 if name == "number" else "changed"
    chain[20] = replace(chain[20], **{name: now})
    assert found(replace(held, links=chain))


def test_a_removed_entry_is_named_by_its_number() -> None:
    chain = links(plain_ledger())
    del chain[20]
    assert "removed before it: entry 21" in {fault.what for fault in found(replace(plain_ledger(), links=chain))}


def test_an_entry_inserted_under_a_taken_number_is_named() -> None:
    chain = links(plain_ledger())
    chain.insert(21, replace(chain[20], act="made up"))
    wrong = {fault.what for fault in found(replace(plain_ledger(), links=chain)) if fault.number == 21}
    assert "inserted: its number is taken" in wrong


def test_two_entries_that_changed_places_are_named() -> None:
    chain = links(plain_ledger())
    chain[20], chain[21] = replace(chain[21], number=21), replace(chain[20], number=22)
    assert {21, 22} <= {fault.number for fault in found(replace(plain_ledger(), links=chain))}


def test_a_tail_cut_off_with_its_salts_is_found_by_the_signed_head_only() -> None:
    held, before = plain_ledger(), plain_ledger(38)
    assert found(before) == []
    assert "cut off" in found(before, head_of(held))[0].what


def test_a_chain_rebuilt_without_an_act_is_found_by_the_signed_head() -> None:
    held = plain_ledger()
    anew = rebuilt([replace(link, act="other") if link.number == 5 else link for link in links(held)])
    assert found(replace(held, links=anew)) == []
    assert [fault.what[:7] for fault in found(replace(held, links=anew), head_of(held))] == ["rebuilt"]


def test_a_chain_that_is_gone_is_found_by_the_signed_head() -> None:
    gone = Held(str(DANE), [], {}, [], frozenset({"visit"}))
    assert "cut off: the chain ends at entry 0" in found(gone, head_of(plain_ledger()))[0].what


def test_changed_removed_and_inserted_rows_are_named_by_their_subject() -> None:
    held = plain_ledger()
    rows = dict(held.rows)
    rows["visit:3"], rows["visit:x"] = {"number": 0}, {"number": 1}
    del rows["visit:4"]
    wrong = {fault.subject for fault in found(replace(held, rows=list(rows.items())))}
    assert wrong == {"visit:3", "visit:4", "visit:x"}


def test_a_column_added_later_leaves_old_digests_while_it_is_empty_and_no_longer() -> None:
    before = {"id": 1, "reason": "payment", "clocks": [{"id": 2}]}
    old = salted_digest("salt", before)
    nothing: tuple[object, ...] = (None, "", False, [], {})
    for empty in nothing:
        later = {**before, "service": empty, "clocks": [{"id": 2, "service": empty}]}
        assert salted_digest("salt", later) == old
    for said in (0, True, "locate", [""], {"n": 0}):
        assert salted_digest("salt", {**before, "service": said}) != old
    assert salted_digest("salt", {**before, "clocks": [{"id": 2}, {}]}) != old


def test_what_is_empty_in_a_link_says_something() -> None:
    link = links(plain_ledger())[0]
    assert link.on_behalf is None and link_digest(replace(link, on_behalf="")) != link.digest


@pytest.mark.parametrize("form", [FORM])  # those of released versions stay here
def test_a_stored_dump_of_each_form_verifies_against_its_signed_heads(form: int) -> None:
    heads = read_heads(FORMS / f"form-{form}-heads.jsonl", public_key(FORMS / f"form-{form}-heads.pub"))
    [held] = read_dump(FORMS / f"form-{form}.jsonl")
    assert len(links(held)) == 9 and found(held, *heads) == []
    rows = [(subject, {**data, "party": "another"}) for subject, data in held.rows]
    assert len(found(replace(held, rows=rows), *heads)) == len(rows) == 2


def test_a_chain_of_a_former_form_is_one_fault_that_says_so() -> None:
    held = plain_ledger()
    former = rebuilt(links(held), FORM - 1)
    assert found(replace(held, links=former)) == [Fault(str(DANE), 1, None, OTHER_FORM)]
    with_acts_since = rebuilt([*former, *former])[40:]
    assert [each.what for each in found(replace(held, links=[*former, *with_acts_since]))] == [OTHER_FORM]
    assert len(found(replace(held, links=[*links(held)[:20], *former[20:]]))) > 1


def test_a_salt_that_was_changed_or_destroyed_is_found() -> None:
    held = plain_ledger()
    salts = {**held.salts, 7: "another"}
    del salts[8]
    assert {fault.number for fault in found(replace(held, salts=salts))} == {7, 8}


def test_a_redacted_subject_may_be_without_salts_and_the_chain_verifies() -> None:
    held = plain_ledger()
    last = links(held)[-1]
    redaction = replace(last, number=41, act=REDACTED, subject="visit:3", after="", salted="", previous=last.digest)
    chain = [*links(held), replace(redaction, digest=link_digest(redaction))]
    salts = {number: salt for number, salt in held.salts.items() if number % 10 != 3}
    rows = [(subject, data) for subject, data in held.rows if subject != "visit:3"]
    assert found(replace(held, links=chain, salts=salts, rows=rows)) == []


def test_500_random_edits_are_all_found() -> None:
    held, random, columns = plain_ledger(), Random(935), [field.name for field in fields(Link)]
    for _ in range(500):
        chain, at, name = links(held), random.randrange(40), random.choice(columns)
        was = getattr(chain[at], name)
        now: Any = random.randrange(41, 99) if name == "number" else f"{was}!" if was else "made up"
        chain[at] = replace(chain[at], **{name: now})
        assert found(replace(held, links=sorted(chain, key=lambda link: link.number)), head_of(held)), (at, name)


def test_a_dump_verifies_as_the_ledger_does(tmp_path: Path) -> None:
    path, held = tmp_path / "ledger.jsonl", plain_ledger()
    with path.open("w") as file:
        write_dump([held], file)
    [read] = read_dump(path)
    assert found(read, head_of(held)) == []
    path.write_text(path.read_text().replace('"number": 33}', '"number": 34}'))
    assert [fault.subject for fault in found(next(read_dump(path)))] == ["visit:3"]


@pytest.mark.parametrize("line", ["", "[1, 2]", '{"a": 1, "b": 2}', "nothing", '{"link": {"agency": 1}}', '{"row": 1}'])
def test_a_file_that_is_no_dump_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text(f"{line}\n")
    with pytest.raises(BadDump, match="line 1"):
        list(read_dump(path))


def test_a_signed_head_is_read_and_one_signed_otherwise_refused(tmp_path: Path) -> None:
    key, other, path = tmp_path / "key", tmp_path / "other", tmp_path / "heads.jsonl"
    make_keys(key)
    make_keys(other)
    write_heads([signed(head_of(plain_ledger()), private_key(key))], path)
    assert read_heads(path, public_key(tmp_path / "key.pub"))[0].number == 40
    with pytest.raises(BadHeads, match="line 1: not signed by this key"):
        read_heads(path, public_key(tmp_path / "other.pub"))


def test_a_head_changed_after_it_was_signed_is_refused(tmp_path: Path) -> None:
    make_keys(tmp_path / "key")
    path = tmp_path / "heads.jsonl"
    write_heads([signed(head_of(plain_ledger()), private_key(tmp_path / "key"))], path)
    path.write_text(json.dumps({**json.loads(path.read_text()), "number": 39}))
    with pytest.raises(BadHeads, match="not signed by this key"):
        read_heads(path, public_key(tmp_path / "key.pub"))


def test_the_private_key_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "key"
    make_keys(key)
    assert key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BadHeads, match="never overwritten"):
        make_keys(key)


@pytest.mark.parametrize("read", [private_key, public_key])
def test_a_file_that_is_no_key_is_refused(tmp_path: Path, read: object) -> None:
    (tmp_path / "key").write_text("nothing")
    with pytest.raises(BadHeads, match="holds no"):
        read(tmp_path / "key")  # type: ignore[operator]
