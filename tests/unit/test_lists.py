"""Outside lists: what their publishers issue in, parties, goods and places out."""

import csv
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.core import PartialDate
from manumit.lists import Entry, Good, Party, Place, br_register, cbp, ftm, own, uflpa
from manumit.lists.load import built_in, read_list
from manumit.lists.source import ListSource, Reading, list_sources
from tests.helpers import examples, shared

UFLPA, CBP, BRAZIL = (
    list_sources()[id_] for id_ in ("us_dhs_uflpa", "us_cbp_forced_labor", "br_slavery")
)
OURS = ListSource(
    id="ours",
    title="ours",
    publisher="",
    href="",
    licence="",
    redistributable="no",
    at_least=1,
    at_most=1000,
    columns={},
    source=(),
    status="provisional",
)


def by_id(reading: Reading) -> dict[str, Entry]:
    return {entry.id: entry for entry in reading.entries}


# The UFLPA Entity List

PAGE = """<!DOCTYPE html><html><body><h1>UFLPA Entity List</h1>
<table><tr><td>Menu</td></tr></table>
<p><strong>Entities in Xinjiang</strong> <a>Section 2(d)(2)(B)(i)</a></p>
<table class="usa-table"><thead><tr><th>Name of Entity</th><th>Effective Date</th></tr></thead>
<tr><td>Alpha Silicon Co., Ltd (including one alias: Alfa&nbsp;Silicon) and subsidiaries</td>
<td>June 21, 2022</td></tr>
<tr><td>Beta Group (and two aliases: Bita Group and BG Holding)</td><td>June 12, 2023</td></tr>
</table>
<p>Sourcing: Section 2(d)(2)(B)(v)</p>
<table><tr><th>Name of Entity</th><th>Effective Date</th></tr>
<tr><td>Alpha Silicon Co. Ltd., and Subsidiaries</td><td>November 25, 2024</td></tr>
<tr><td>Gamma Corps and its eight Zhuhai-based subsidiaries, which include Delta Co., Ltd.,
Epsilon Co., Ltd., and Zeta Co., Ltd.</td><td>June 12, 2023</td></tr>
</table></body></html>"""


def test_the_saved_page_gives_one_entry_for_an_entity_of_two_sections() -> None:
    reading = uflpa.read(PAGE.encode(), UFLPA)
    assert reading.signals == ()
    alpha = by_id(reading)["alpha-silicon-co-ltd"]
    assert alpha.who == (Party("entity", ("Alpha Silicon Co., Ltd", "Alfa Silicon"), True),)
    assert alpha.provision == "Pub. L. 117-78, s. 2(d)(2)(B)(i) and (v)"
    assert alpha.starts == PartialDate(2022, 6, 21)
    assert alpha.note == "(i) from 2022-06-21; (v) from 2024-11-25"
    assert alpha.name.endswith("and subsidiaries")


def test_two_aliases_joined_by_and_are_two_names() -> None:
    beta = by_id(uflpa.read(PAGE.encode(), UFLPA))["beta-group"]
    assert beta.who[0].names == ("Beta Group", "Bita Group", "BG Holding")


def test_subsidiaries_that_are_named_are_entries_of_their_own() -> None:
    found = by_id(uflpa.read(PAGE.encode(), UFLPA))
    assert {"gamma-corps", "delta-co-ltd", "epsilon-co-ltd", "zeta-co-ltd"} <= set(found)


def test_the_presumption_about_xinjiang_covers_all_goods_of_the_area() -> None:
    first = uflpa.read(PAGE.encode(), UFLPA).entries[0]
    assert first.where == (Place("CN", "Xinjiang"),)
    assert first.what == first.who == ()
    # Pub. L. 117-78, s. 3(e): in force 180 days after enactment on 2021-12-23.
    assert first.starts is not None
    assert (first.starts.first - date(2021, 12, 23)).days == 180


def test_a_csv_copy_is_read_with_its_sections() -> None:
    text = 'Entity Name,Effective Date,Section\n"A Co., Ltd",6/21/2022,2(d)(2)(B)(ii)\n'
    entry = uflpa.read(text.encode(), UFLPA).entries[1]
    assert entry.provision.endswith("(B)(ii)")
    assert entry.starts == PartialDate(2022, 6, 21)


def test_a_bracket_with_fewer_names_than_it_says_is_signalled() -> None:
    text = "Entity Name,Effective Date\nA (including three aliases: B; C),June 21, 2022\n"
    text = text.replace("June 21, 2022", '"June 21, 2022"')
    (section, signal) = uflpa.read(text.encode(), UFLPA).signals
    assert "should be three names" in signal
    assert "no section" in section


def test_the_extraction_of_july_2026_is_read_whole() -> None:
    # 148 rows in five sections; 144 entities, as the Department counts them, and the presumption.
    raw = shared("data", "lists", "dhs_uflpa.json").read_bytes()
    reading = uflpa.read(raw, UFLPA)
    assert (len(reading.entries), reading.signals) == (145, ())
    names = [name for entry in reading.entries for party in entry.who for name in party.names]
    assert not any("known as" in name or "ubsidiaries" in name for name in names)
    corps = by_id(reading)["xinjiang-production-and-construction-corps"]
    assert corps.who[0].subsidiaries
    assert "XPCC" in corps.who[0].names
    assert by_id(reading)["sichuan-jingweida-technology-group-co-ltd"].who[0].names[1:3] == (
        "Sichuan Mianyang Jingweida Technology Co., Ltd.",
        "JWD Technology",
    )


# Withhold-release orders and findings

HEADER = (
    "Entity,Country,Industry,Status,WRO/Finding,Remarks,Press Release,Effective Date,"
    "Merchandise,Country Code,Calendar Year\n"
)


def orders(*rows: str) -> Reading:
    return cbp.read((HEADER + "\n".join(rows) + "\n").encode("utf-8-sig"), CBP)


def order(name: str, **changes: str) -> str:
    cells = {
        "country": "China",
        "status": "Active",
        "decision": "WRO",
        "remark": "",
        "day": "5/20/2016",
        "goods": "Tea",
    } | changes
    row = [name, cells["country"], "All", cells["status"], cells["decision"], cells["remark"]]
    return ",".join(f'"{cell}"' for cell in (*row, "", cells["day"], cells["goods"], "CN", "2016"))


def test_other_names_stand_beside_the_name_of_a_party() -> None:
    (entry,) = orders(order("Hill Works, a/k/a Hill (or Hall) Plant, a/k/a Hill Prison")).entries
    assert entry.who[0].names == ("Hill Works", "Hill Plant", "Hall Plant", "Hill Prison")
    assert entry.name == "Hill Works"
    assert entry.starts == PartialDate(2016, 5, 20)


def test_a_ban_on_a_good_of_a_territory_names_no_company() -> None:
    text = (
        "All Turkmenistan Cotton or products produced in whole or in part with Turkmenistan cotton."
    )
    reading = orders(order(text, country="Turkmenistan", goods="Cotton"))
    (entry,) = reading.entries
    assert (entry.who, entry.where) == ((), (Place("TM"),))
    assert entry.what == (
        Good("Cotton", ("52",)),
        Good("Products made with cotton", made_with=("cotton",)),
    )
    assert reading.signals == ()


def test_vessels_and_owners_are_told_apart_and_have_no_territory() -> None:
    vessel, owner = orders(
        order("Fishing Vessel: Da Wang", country="Fishing Vessels", goods="Seafood"),
        order("Fishing Vessels owned by Dalian Ocean Fishing Co. Ltd.", country="Fishing Vessels"),
    ).entries
    assert vessel.who == (Party("vessel", ("Da Wang",)),)
    assert owner.who == (Party("owner", ("Dalian Ocean Fishing Co. Ltd.",)),)
    assert vessel.where == owner.where == ()


def test_several_companies_in_one_cell_are_several_parties() -> None:
    firms = [
        "Yili Zhuowan Garment Manufacturing Co., Ltd.",
        "Baoding LYSZD Trade and Business Co., Ltd.",
    ]
    (entry,) = orders(order(" and ".join(firms))).entries
    assert [party.names[0] for party in entry.who] == firms


def test_an_ended_order_keeps_the_day_that_its_remark_gives() -> None:
    (entry,) = orders(order("A", status="Revoked", remark="Revoked on 1/8/2021")).entries
    assert (entry.status, entry.ends) == ("ended", PartialDate(2021, 1, 8))
    assert entry.note == "Listed as Revoked; Revoked on 1/8/2021"


@pytest.mark.parametrize(
    ("row", "signal"),
    [
        (order("A", status="Paused"), "Status 'Paused' is not known"),
        (order("A", decision="Notice"), "Decision 'Notice' is not known"),
        (order("A", country="Atlantis"), "Country 'Atlantis' is not known"),
        (order("A", goods="Moon cheese"), "Merchandise 'Moon cheese' is new"),
        (order("A", day="soon"), "Date 'soon' cannot be read"),
        (order("Alpha Ltd. and Beta Ltd."), "may name several parties"),
        (order("Rice produced in Atlantis"), "may name several parties or goods"),
        (
            order("Tangshan Sanyou Group and its Subsidiaries", remark="changed, 1/2/2027"),
            "has changed since it was read by hand",
        ),
    ],
)
def test_what_is_not_known_is_signalled_and_the_entry_kept(row: str, signal: str) -> None:
    reading = orders(row)
    assert len(reading.entries) == 1
    assert signal in " ".join(reading.signals)


def test_a_status_that_is_not_known_is_unknown_and_never_ended() -> None:
    (entry,) = orders(order("A", status="Paused")).entries
    assert entry.status == "unknown"


def test_a_new_column_is_signalled() -> None:
    lines = (HEADER + order("A")).splitlines()
    text = f"{lines[0]},Tariff\n{lines[1]},x\n"
    assert cbp.read(text.encode(), CBP).signals == (
        "Column 'Tariff' is not known and was left out.",
    )


def test_the_extraction_of_june_2026_has_no_good_or_region_among_its_parties() -> None:
    reading = cbp.read(shared("data", "lists", "cbp_wro.json").read_bytes(), CBP)
    assert (len(reading.entries), reading.signals) == (67, ())
    assert len({entry.id for entry in reading.entries}) == 67
    names = [name for entry in reading.entries for party in entry.who for name in party.names]
    for wrong in ("Cotton or", "Tobacco", "Autonomous Region", "Fishing Vessel", "a/k/a", ";"):
        assert not any(wrong in name for name in names)


def test_codes_of_goods_exist_in_the_harmonized_system() -> None:
    with shared("data", "codes", "hs_2022.csv").open(encoding="utf-8-sig") as file:
        known = {row["hscode"] for row in csv.DictReader(file)}
    used = {code for e in built_in(CBP.id).entries for good in e.what for code in good.hs}
    assert used <= known


# Brazil's register

# The numbers below have right check digits and belong to nobody: 11.222.333/0001-81 is the
# example of the tax authority's own manual, 111.444.777-35 that of CPF.
COMPANY, PERSON = "11.222.333/0001-81", "111.444.777-35"
REGISTER = (
    "Cadastro de Empregadores;;;;;;;;;\n"
    "ID;Ano da ação fiscal;UF;Empregador;CNPJ/CPF;Estabelecimento;Trabalhadores envolvidos;CNAE;"
    "Decisão administrativa de procedência;Inclusão no Cadastro de Empregadores\n"
)


def register(*rows: str, encoding: str = "cp1252") -> Reading:
    text = REGISTER + "\n".join(rows) + "\n(*1) Nota; com texto\nAtualizado;;;;;;;;;\n"
    return br_register.read(text.encode(encoding), BRAZIL)


def employer(name: str, number: str, place: str, listed: str = "05/10/2022") -> str:
    return f'1;2020;MG;{name};{number};{place};9;0210-1/08;09/12/2021;"{listed}"'


def test_the_publishers_form_is_read_between_its_lines_of_text() -> None:
    row = employer("CERÂMICA LTDA. (ATUAL: OLARIA LTDA.) (*1)", COMPANY, "FAZENDA UM, ZONA RURAL")
    (entry,) = register(row).entries
    party = Party(
        "entity",
        ("CERÂMICA LTDA.", "OLARIA LTDA."),
        False,
        "FAZENDA UM, ZONA RURAL",
        (("cnpj", "11222333000181"),),
    )
    assert entry.who == (party,)
    assert entry.where == (Place("BR", "Minas Gerais"),)
    assert entry.starts == PartialDate(2022, 10, 5)
    assert entry.note == (
        "Workers involved: 9; year of inspection: 2020; decided: 2021-12-09; CNAE 0210-1/08"
    )


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("FULANO DE TAL", PERSON),
        ("FULANO DE TAL 11144477735", COMPANY),
        (f"FULANO DE TAL CPF {PERSON}", COMPANY),
    ],
)
def test_a_natural_person_is_kept_as_an_establishment_only(name: str, number: str) -> None:
    reading = register(employer(name, number, "FAZENDA DO SOL, DE FULANO DE TAL, ARAXÁ/MG"))
    (entry,) = reading.entries
    assert entry.who[0].kind == "site"
    assert entry.who[0].names == ("FAZENDA DO SOL",)
    everything = repr(reading).upper()
    for personal in ("FULANO", "11144477735", PERSON):
        assert personal not in everything


def test_a_first_part_that_is_no_place_may_be_a_name_and_is_left_out() -> None:
    (entry,) = register(employer("X", PERSON, "BELTRANO SILVA, LINHA DOIS, ERECHIM/RS")).entries
    assert "BELTRANO" not in repr(entry)
    assert entry.who[0].names == ("LINHA DOIS, ERECHIM/RS",)


def test_a_number_with_wrong_check_digits_is_no_company() -> None:
    assert br_register.cnpj("11.222.333/0001-80") == ""
    assert br_register.cnpj("1222333000181") == ""
    reading = register(employer("FULANO", "11.222.333/0001-80", "FAZENDA UM, ARAXÁ/MG"))
    assert "FULANO" not in repr(reading)
    assert "wrong check digits" in reading.signals[0]


def test_zeros_that_a_spreadsheet_took_are_put_back() -> None:
    assert br_register.cnpj("00000000000000") == ""
    assert br_register.cnpj("191") == ""
    assert br_register.cnpj("191000000") == ""
    assert br_register.cnpj("0000000000191") == "00000000000191"  # Banco do Brasil


@pytest.mark.parametrize(
    ("listed", "starts", "ends", "status"),
    [
        ("05/10/2022", "2022-10-05", "None", "in_force"),
        ("03/04/2020 a 11/02/2022 (I) e 11/02/2022 (II)", "2022-02-11", "None", "in_force"),
        ("05/04/2021 a 03/05/2021; e 09/09/2021 a 15/02/2022", "2021-09-09", "2022-02-15", "ended"),
        ("2022-12-02 00:00:00", "2022-12-02", "None", "in_force"),
    ],
)
def test_the_last_listing_counts(listed: str, starts: str, ends: str, status: str) -> None:
    reading = register(employer("A LTDA", COMPANY, "FAZENDA UM", listed))
    (entry,) = reading.entries
    assert (str(entry.starts), str(entry.ends), entry.status) == (starts, ends, status)
    assert reading.signals == ()


def test_text_that_was_encoded_twice_is_repaired() -> None:
    text = REGISTER + employer("CERÂMICA LTDA", COMPANY, "FAZENDA ÁGUA, ARAXÁ/MG") + "\n"
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())
    reading = br_register.read(twice.encode(), BRAZIL)
    assert reading.entries[0].name == "CERÂMICA LTDA"
    assert reading.entries[0].who[0].address == "FAZENDA ÁGUA, ARAXÁ/MG"
    assert "encoded twice" in reading.signals[0]


def test_the_register_of_april_2023_holds_no_number_of_a_person() -> None:
    raw = shared("data", "brazil_register", "lista_suja_2023-04-05.csv").read_bytes()
    found = read_list(raw, "lista_suja_2023-04-05.csv", "br_slavery")
    assert (len(found.entries), found.signals, found.as_of) == (290, (), date(2023, 4, 5))
    assert len({entry.id for entry in found.entries}) == 290
    text = repr(found)
    for personal in ("natural person", "PF-", "06071785901", "89218078100", "472881756"):
        assert personal not in text


# FollowTheMoney


def entity(id_: str, schema: str, **properties: list[str]) -> str:
    return json.dumps({"id": id_, "schema": schema, "properties": properties})


def test_entities_are_joined_with_their_measures_and_addresses() -> None:
    lines = [
        entity("a", "Address", full=["1 Road, Town"]),
        entity(
            "c",
            "Company",
            name=["Mill Co"],
            alias=["Mill"],
            country=["cn"],
            addressEntity=["a"],
            leiCode=["529900T8BM49AURSDO55"],
            topics=["sanction", "forced.labor"],
        ),
        entity("s", "Sanction", entity=["c"], startDate=["2022-06"], authority=["Office"]),
        entity("v", "Vessel", name=["Ship"], imoNumber=["IMO9074729"]),
        entity("p", "Person", name=["Nobody"]),
        entity("u", "UnknownLink", subject=["c"], object=["v"]),
        entity("x", "Spaceship", name=["Odd"]),
    ]
    reading = ftm.read("\n".join(lines).encode(), OURS)
    company, vessel = reading.entries
    assert company == Entry(
        "c",
        "Mill Co",
        (
            Party(
                "entity",
                ("Mill Co", "Mill"),
                False,
                "1 Road, Town",
                (("lei", "529900T8BM49AURSDO55"),),
            ),
        ),
        where=(Place("CN"),),
        starts=PartialDate(2022, 6),
        authority="Office",
        practices=("forced_labour",),
    )
    assert (vessel.who[0].kind, vessel.status) == ("vessel", "unknown")
    assert vessel.who[0].identifiers == (("imo", "IMO9074729"),)
    assert "Nobody" not in repr(reading)
    assert reading.signals == (
        "Persons are not screened; a person was left out.",
        "Schema 'Spaceship' is not known and was left out.",
    )


def test_a_measure_that_ended_ends_the_entry() -> None:
    lines = [
        entity("c", "Company", name=["Mill Co"]),
        entity("s", "Sanction", entity=["c"], startDate=["2020-01-01"], endDate=["2021-01-01"]),
    ]
    (entry,) = ftm.read("\n".join(lines).encode(), OURS).entries
    assert (entry.status, str(entry.ends)) == ("ended", "2021-01-01")


# The own format

WORDS = st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
DAYS = st.none() | st.sampled_from(
    [PartialDate(2020), PartialDate(2021, 3), PartialDate(2022, 1, 31)]
)
PARTIES = st.builds(
    Party,
    kind=st.sampled_from(["entity", "site", "vessel", "owner"]),
    names=st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    subsidiaries=st.booleans(),
    address=st.just("") | TEXTS,
    identifiers=st.lists(st.tuples(st.just("imo"), WORDS), max_size=2).map(tuple),
)
GOODS = st.builds(
    Good,
    name=TEXTS,
    hs=st.lists(st.sampled_from(["52", "0902", "283620"]), max_size=2).map(tuple),
    made_with=st.lists(TEXTS, max_size=2).map(tuple),
)
PLACES = st.builds(Place, st.sampled_from(["CN", "BR"]), st.just("") | TEXTS)
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.integers(0, 10_000).map(lambda n: f"e{n}"),
        name=TEXTS,
        who=st.lists(PARTIES, max_size=3).map(tuple),
        what=st.lists(GOODS, max_size=3).map(tuple),
        where=st.lists(PLACES, max_size=3).map(tuple),
        status=st.sampled_from(["in_force", "modified", "ended", "unknown"]),
        starts=DAYS,
        ends=DAYS,
        authority=st.just("") | TEXTS,
        provision=st.just("") | TEXTS,
        practices=st.lists(
            st.sampled_from(["forced_labour", "child_labour"]), max_size=2, unique=True
        ).map(tuple),
        note=st.just("") | TEXTS,
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda entry: entry.id,
)


@given(ENTRIES)
@examples(60)
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    assert own.read(own.write(entries).encode(), OURS).entries == tuple(entries)


def test_a_list_of_names_alone_is_enough() -> None:
    reading = own.read(b"name\nMill Co\nDye House\n", OURS)
    assert [(entry.id, entry.name) for entry in reading.entries] == [
        ("mill-co", "Mill Co"),
        ("dye-house", "Dye House"),
    ]


def test_goods_and_places_need_no_party() -> None:
    text = "goods;hs;made_with;territory;area\nCotton|Yarn;52|5205 5206;|cotton;China;Xinjiang\n"
    (entry,) = own.read(text.encode(), OURS).entries
    assert entry.what == (Good("Cotton", ("52",)), Good("Yarn", ("5205", "5206"), ("cotton",)))
    assert entry.where == (Place("CN", "Xinjiang"),)
    assert entry.name == "Cotton"


def test_rows_of_one_id_are_one_entry_with_several_parties() -> None:
    text = "id,name,kind,status\n1,Mill Co,entity,modified\n1,Mill Two,site,\n"
    (entry,) = own.read(text.encode(), OURS).entries
    assert [party.kind for party in entry.who] == ["entity", "site"]
    assert entry.status == "modified"


# Editions


@pytest.mark.parametrize(
    ("id_", "file"), [("us_dhs_uflpa", "dhs_uflpa.json"), ("us_cbp_forced_labor", "cbp_wro.json")]
)
def test_a_built_in_edition_is_what_the_reader_makes_of_the_published_file(
    id_: str, file: str
) -> None:
    found = read_list(shared("data", "lists", file).read_bytes(), file, id_)
    edition = built_in(id_)
    assert edition.entries == found.entries
    assert edition.as_of == found.as_of
    assert edition.origin == "built in"


def test_every_reading_by_hand_is_of_an_entry_of_the_edition() -> None:
    names = {entry.name for entry in built_in(CBP.id).entries}
    assert set(CBP.hand) <= names


def test_entries_of_one_list_have_ids_of_their_own() -> None:
    for id_ in ("us_dhs_uflpa", "us_cbp_forced_labor"):
        ids = [entry.id for entry in built_in(id_).entries]
        assert len(ids) == len(set(ids))


def test_an_edition_older_than_the_one_built_in_is_signalled() -> None:
    entries = built_in(CBP.id).entries
    raw = own.write(entries).encode()
    older = read_list(raw, "orders-2024-05-17.csv", CBP.id, form="own")
    assert "the one that is built in is of 2026-06-23" in older.signals[0]
    newer = read_list(raw, "orders-2027-01-01.csv", CBP.id, form="own")
    assert newer.signals == ()
    assert read_list(raw, "orders.csv", CBP.id, form="own").signals == ()
    raw = own.write(entries[:-5]).encode()
    assert "has newer entries" in read_list(raw, "orders.csv", CBP.id, form="own").signals[0]
