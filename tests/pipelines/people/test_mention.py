"""Who is named on a record, in which role and beside what."""

from __future__ import annotations

from junket.pipelines.people.mention import mentions
from junket.pipelines.record.record import AuthorityLink, Film, Record


def of(**fields):
    record = Record(id="r1", url="", canonical_url="", site="site.example", kind="interview", content_hash="", **fields)
    return list(mentions(record))


def roles(**fields):
    return {(each.name, each.role) for each in of(**fields)}


def test_each_column_has_its_role():
    assert roles(
        interviewees=("Adil Beisenov",), interviewers=("Ib Moss",), authors=("Ola Fenn",), translators=("Imre Halász",),
        photographers=("Mira Tolen",), films=(Film(title="X", people=("Nils Aro",)),), people=("Vera Lund",),
    ) == {
        ("Adil Beisenov", "interviewee"), ("Ib Moss", "interviewer"), ("Ola Fenn", "author"),
        ("Imre Halász", "translator"), ("Mira Tolen", "photographer"), ("Nils Aro", "film"), ("Vera Lund", "named"),
    }  # fmt: skip


def test_a_speaker_is_not_named_once_more():
    assert roles(interviewees=("Adil Beisenov",), people=("Adil Beisenov",)) == {("Adil Beisenov", "interviewee")}


def test_guests_are_tied_to_the_films_and_who_signs_to_the_site():
    film = Film(title="The Salt Road", people=("Nils Aro",))
    (guest, author, maker) = of(interviewees=("Adil Beisenov",), authors=("Ola Fenn",), films=(film,))
    assert len(guest.context) == 2
    assert author.context == ("record r1", "site site.example")
    assert set(maker.context) == set(guest.context)
    assert (guest.films, maker.films) == ((), ("The Salt Road",))


def test_other_spellings_of_its_people_stand_in_title_lead_and_text():
    found = roles(
        interviewees=("Adil Beisenov",), title="Adil Beisanov on roads", lead="Beisenov Adil’s roads.",
        text="Imre Halász met Адиль Бейсенов.",
    )  # fmt: skip
    named = {name for name, role in found if role == "named"}
    assert {"Adil Beisanov", "Адиль Бейсенов"} <= named
    assert "Imre Halász" not in named


def test_ids_are_those_that_the_page_ties_to_the_name_in_any_spelling():
    links = (
        AuthorityLink(name="Beisenov Adil", authority="viaf", id="7", source="link"),
        AuthorityLink(name="Adil Beisenov", authority="wikidata", id="Q1", source="link"),
        AuthorityLink(name="Adil Beisenov", authority="wikidata", id="Q2", source="json-ld"),
    )
    (guest,) = of(interviewees=("Adil Beisenov",), authority_links=links)
    assert guest.ids == (("viaf", "7", "link"),)  # two of one authority are none


def test_half_a_surrogate_pair_is_no_reason_to_fail():
    assert [each.name for each in of(authors=("Adil Beis\ud800enov",))] == ["Adil Beis?enov"]
