"""Workbooks in French: headings, and that whoever speaks another language reads them back without loss."""

from __future__ import annotations

import pytest

from simulator import catalogue
from simulator.exchange.columns import FIELDS, OWN, field_of
from simulator.exchange.delimited import read_delimited, write_delimited
from simulator.exchange.foreign import Choices, read_foreign
from simulator.exchange.msel import is_own, msel_rows, read_own
from simulator.exchange.recognise import recognised

MSEL = [{"id": "I-1", "at": "H+0:10", "type": "contextual", "to": ["ops"], "text": "Des hommes armés."}]


@pytest.mark.parametrize(("one", "other"), [("fr", "en"), ("en", "fr"), ("fr", "fr")])
def test_what_was_exported_in_one_language_is_imported_in_another(one: str, other: str, french: None) -> None:
    catalogue.use(one)
    content = write_delimited(msel_rows(MSEL))
    assert ("Heure prévue" in content.decode()) == (one == "fr")
    catalogue.use(other)
    book = read_delimited(content)
    assert is_own(book)
    assert read_own(book).msel == MSEL


def test_heads_of_our_own_are_different_ones_in_each_language(french: None) -> None:
    titles = [column.title for column in OWN]
    assert len(set(titles)) == len(titles)


def test_a_head_in_french_means_a_field() -> None:
    heads = {"Heure prévue": "at", "Destinataire": "to", "N°": "id", "Action attendue": "expects", "Objet": "title"}
    assert {head: field_of(head) for head in heads} == heads
    assert set(heads.values()) <= set(FIELDS)


def test_a_table_in_french_becomes_an_msel(french: None) -> None:
    content = (
        "N°;Heure prévue;Objet;Texte;Expéditeur;Destinataires;Moyen;Action attendue\n"
        "1;H+0:30;Rumeur;On dit que le pont est coupé.;Chef de village;Police et Sécurité;Téléphone;"
        "Vérifier le pont dans les 20 minutes\n"
    )
    book = read_delimited(content.encode())
    read = read_foreign(book, recognised(book), "essai", Choices(startex="2031-02-17T18:00+02:00"))
    inject = read.msel[0]
    assert (inject["means"], inject["expects"][0]["within"]) == ("phone", "20 min")
    assert len(inject["to"]) == 2
    assert all(problem.severity == "notice" for problem in read.problems), [str(p) for p in read.problems]
