"""Two web sites and two workers on one database: each thing happens once, and what one changes the other sees."""

from collections import Counter
from time import sleep

from killing import Site, served
from smtp import Box, free_port, mail_server
from writing import CLIENTS, Writing, not_as_acknowledged

MAILS = 40
CLOSED = 30  # days


def test_two_sites_and_two_workers_on_one_database(site: Site) -> None:
    site.inside("owe", str(MAILS))
    ports = [free_port(), free_port()]
    for port in ports:
        served(site, port)
    with mail_server(Box) as server:
        mail = {"CSPLAN_MAIL_HOST": "127.0.0.1", "CSPLAN_MAIL_PORT": str(server.port), "CSPLAN_MAIL_TLS": "none"}
        workers = [site.start("work", **mail) for _ in ports]
        before = written(site, ports, 40)
        assert site.inside("confirm", str(CLOSED)) == 2
        after = written(site, ports, CLIENTS * 2)
        while site.inside("outcomes") != {"delivered": MAILS}:
            sleep(0.1)
        for worker in workers:
            worker.terminate()
        assert [worker.wait(30) for worker in workers] == [0, 0]
    written_as = site.inside("contacts")
    assert {written_as[key]["edition"] for key in before} == {1}
    assert {written_as[key]["edition"] for key in after} == {2}
    assert max(written_as[key]["days"] for key in before) < CLOSED <= min(written_as[key]["days"] for key in after)
    assert len(server.ids) == MAILS and set(Counter(server.ids).values()) == {1}
    assert site.verified().endswith("no faults")


def written(site: Site, ports: list[int], contacts: int) -> list[str]:
    """Contacts that were written through both sites in turn, by the keys of their requests."""
    writing = Writing(site, ports, contacts)
    writing.write()
    assert not_as_acknowledged(writing) == [] and len(writing.acknowledged) == contacts
    return writing.acknowledged
