"""Names of companies and sites: how they are read, and which of them are one."""

import pytest

from manumit.supply.link import score_pairs
from manumit.supply.names.lexicon import Kind, lexicon
from manumit.supply.names.parse import LONGEST_NAME, Name, readings_of
from manumit.supply.names.romanise import latin, pinyin, plain_spelling, plain_words, sound
from manumit.supply.records import Record

LIKELY, UNLIKELY = 0.6, 0.4
"""What is surely on a side of one half, whatever the weights are fitted to next."""


def chance(left: str, right: str, *, one: str = "", other: str = "") -> float:
    """Probability that two names, in territories if given, are one."""
    links = score_pairs([Record((left,), territory=one)], [Record((right,), territory=other)])
    return float(links.probability[0])


def of_kind(name: str, *kinds: Kind) -> list[set[str]]:
    """The words of these kinds in each reading of a name."""
    return [
        {word for word, kind in zip(read.words, read.kinds, strict=True) if kind in kinds}
        for read in readings_of(name)
    ]


def weighing(name: str) -> list[set[str]]:
    """The words of each reading but legal forms and particles."""
    return of_kind(name, Kind.DISTINCT, Kind.TRADE, Kind.PLACE, Kind.NUMBER)


# Letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Başarı Tekstil", "basari tekstil"),
        ("Dệt may Thành Công", "det may thanh cong"),
        ("Уралкалий", "uralkaliy"),
        ("合盛硅业", "heshengguiye"),
        ("ＡＢＣ Ｌｔｄ", "abc ltd"),
        ("Łódź Straße", "lodz strasse"),
        ("ไทย", "thaiy"),
        ("", ""),
    ],
)
def test_every_script_is_read_in_plain_letters(text: str, letters: str) -> None:
    assert latin(text) == letters
    assert latin(text).isascii()


def test_a_character_of_several_readings_is_read_as_the_words_around_it_ask() -> None:
    assert pinyin("重庆") == "chongqing"
    assert pinyin("重量") == "zhongliang"
    assert pinyin("银行") == "yinhang"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cosan S.A.", ["cosan", "sa"]),
        ("A/S Nova", ["as", "nova"]),
        ("Marks & Spencer", ["marks", "and", "spencer"]),
        ("l'Oreal", ["oreal"]),
        ("O'Neill's", ["oneills"]),
        ("No.2 (Dhaka)", ["no", "2", "dhaka"]),
        ("", []),
    ],
)
def test_points_and_apostrophes_join_and_other_signs_part(text: str, words: list[str]) -> None:
    assert plain_words(text.lower()) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("taepyung", "taepyeong"), ("mohammed", "muhamad"), ("hussain", "hossein")],
)
def test_one_native_name_has_one_sound_in_every_romanisation(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_systems_of_romanisation_have_one_plain_spelling() -> None:
    assert plain_spelling("khoury") == plain_spelling("kouri")
    assert plain_spelling("bangladesh") != plain_spelling("pakistan")


# What a name is made of


def test_a_name_is_taken_apart_into_place_distinctive_words_trade_and_form() -> None:
    (read,) = readings_of("Hotan Haolin Hair Accessories Co., Ltd.")
    kinds = dict(zip(read.words, read.kinds, strict=True))
    assert kinds["haolin"] == Kind.DISTINCT
    assert [word for word, kind in kinds.items() if kind == Kind.PLACE] == ["hotan"]
    assert Kind.TRADE in kinds.values()
    assert Kind.FORM in kinds.values()
    assert not read.native


def test_a_chinese_name_is_taken_apart_by_its_known_words() -> None:
    for read in readings_of("和田浩林发饰品有限公司"):
        assert read.native
        assert "hotan" in read.words
        assert Kind.FORM in read.kinds
    assert any("haolin" in read.words for read in readings_of("和田浩林发饰品有限公司"))


@pytest.mark.parametrize("spelling", ["Hotan", "Hetian", "Khotan", "和田", "خوتەن"])
def test_a_place_is_one_word_in_every_spelling(spelling: str) -> None:
    assert all(places == {"hotan"} for places in of_kind(f"{spelling} Haolin", Kind.PLACE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Sumatra Palm", "Sumatera Utara Palm"),
        ("Kashgar Weaving", "Kashi Weaving"),
        ("Ho Chi Minh City Garment", "Saigon Garment"),
        ("Viet Nam Leather", "Vietnam Leather"),
        ("Ürümqi Foods", "Wulumuqi Foods"),
        ("Kyiv Steel", "Київ Steel"),
    ],
)
def test_two_spellings_of_a_place_are_one_place(one: str, other: str) -> None:
    assert of_kind(one, Kind.PLACE) == of_kind(other, Kind.PLACE) != [set()]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Bestway Plant No. 2", "2"),
        ("Bestway Plant No.02", "2"),
        ("Bestway Plant #2", "2"),
        ("Bestway Unit-2", "2"),
        ("Bestway Factory Two", "2"),
        ("Bestway Second Factory", "2"),
        ("Bestway Unit II", "2"),
        ("Bestway Unit III", "3"),
        ("Bestway Unit IV", "4"),
        ("Twenty-One Garments", "21"),
        ("Twenty One Garments", "21"),
        ("21 Garments", "21"),
        ("Ninety Nine Mills", "99"),
        ("Bestway 12th Mill", "12"),
        ("百事威第二厂", "2"),
        ("百事威第2厂", "2"),
        ("百事威二厂", "2"),
        ("百事威第十二厂", "12"),
        ("百事威二号厂", "2"),
        ("ＢＥＳＴＷＡＹ ＰＬＡＮＴ ２", "2"),
    ],
)
def test_a_number_is_read_in_digits_words_roman_and_chinese_numerals(
    name: str, number: str
) -> None:
    for numbers in of_kind(name, Kind.NUMBER):
        assert numbers == {number}


def test_a_letter_in_brackets_of_a_street_is_no_number() -> None:
    assert of_kind("Best Way Garments", Kind.NUMBER) == [set()]
    assert of_kind("百事威有限公司", Kind.NUMBER)[0] == set()


FORMS = {
    "Nova": "Nova Ltd|Nova Limited|Nova Inc.|Nova LLC|Nova L.L.C.|Nova PLC|Nova Co., Ltd.|Nova LLP"
    "|Nova Pvt. Ltd.|Nova (Pvt) Ltd|Nova GmbH|Nova AG|Nova GmbH & Co. KG|Nova SARL|Nova S.A."
    "|Nova SAS|Nova S.L.|Nova S.A. de C.V."
    "|Nova Ltda|Nova S/A|Nova S.p.A.|Nova S.r.l.|Nova B.V.|Nova N.V."
    "|Nova A.Ş.|Nova Ltd. Şti.|Nova Limited Şirketi|Nova Sp. z o.o.|Nova s.r.o.|Nova Kft.|Nova Zrt."
    "|Nova S.C.|Nova AB|Nova Oy|Nova A/S|PT Nova|PT. Nova Tbk|CV Nova|Nova Sdn. Bhd.|Nova Pte Ltd"
    "|Công ty TNHH Nova|Công ty Cổ phần Nova|Nova JSC|OOO Nova|Nova FZE|Nova W.L.L.|Nova K.K.",
    "Нова": "ООО «Нова»|ОАО Нова|ПАО «Нова»|АО Нова|ЗАО Нова|ТОВ «Нова»|Нова ООО",
    "Νόβα": "Νόβα Α.Ε.|Νόβα ΕΠΕ",
    "诺华": "诺华有限公司|诺华股份有限公司|诺华有限责任公司",
    "諾華": "諾華有限公司|諾華股份有限公司",
    "ノヴァ": "株式会社ノヴァ|ノヴァ株式会社|有限会社ノヴァ",
    "노바텍스": "주식회사 노바텍스|노바텍스 주식회사",
    "โนวา": "บริษัท โนวา จำกัด|บริษัท โนวา จำกัด (มหาชน)",
    "নোভা": "নোভা লিমিটেড|নোভা লি.",
    "नोवा": "नोवा लिमिटेड|नोवा प्राइवेट लिमिटेड",
    "نوفا": "شركة نوفا|شركة نوفا المحدودة|شركة نوفا ش.م.ع",
    "நோவா": "நோவா லிமிடெட்",
}


@pytest.mark.parametrize(
    ("bare", "name"), [(bare, name) for bare in FORMS for name in FORMS[bare].split("|")]
)
def test_a_legal_form_leaves_the_same_words_that_weigh(bare: str, name: str) -> None:
    assert any(words in weighing(bare) for words in weighing(name)), weighing(name)
    assert any(of_kind(name, Kind.FORM))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nova Weaving", name) for name in FORMS["Nova"].replace("Nova", "Nova Weaving").split("|")],
)
def test_a_legal_form_does_not_make_another_company(one: str, other: str) -> None:
    assert chance(one, other) > LIKELY


def test_companies_of_two_legal_forms_are_still_likely_one() -> None:
    assert chance("Novatex Weaving GmbH", "Novatex Weaving S.A.") > LIKELY


@pytest.mark.parametrize("between", ["formerly known as", "formerly", "a.k.a.", "f/k/a", "d/b/a"])
def test_a_name_that_says_another_name_has_two_readings(between: str) -> None:
    name = f"Alpha Weaving Co., Ltd. ({between} Beta Spinning Co., Ltd.)"
    one, other = readings_of(name)
    assert "alpha" in one.words
    assert "beta" in other.words
    assert chance(name, "Alpha Weaving Co., Ltd.") > LIKELY
    assert chance(name, "Beta Spinning Co., Ltd.") > LIKELY
    assert chance(name, "Gamma Knitting Co., Ltd.") < UNLIKELY


def test_a_territory_in_brackets_at_the_end_weighs_nothing() -> None:
    assert chance("Novatex Weaving Ltd (Bangladesh)", "Novatex Weaving Ltd") > LIKELY
    assert "bangladesh" not in weighing("Novatex Weaving Ltd (Bangladesh)")[0]


def test_no_name_and_a_very_long_name_are_read() -> None:
    assert readings_of("") == (Name((), (), False, (), ""),)
    assert all(len(read.words) <= LONGEST_NAME for read in readings_of("weaving mills " * 500))
    assert readings_of("...") != ()


def test_a_spelling_of_several_meanings_is_a_legal_form_before_a_trade_word() -> None:
    assert lexicon().spaced["ltd"].kind == Kind.FORM
    assert lexicon().spaced["textiles"].kind == Kind.TRADE
    assert lexicon().spaced["hotan"].kind == Kind.PLACE


# One company


SAME = {
    "Chinese and its listed English name": (
        "合盛硅业股份有限公司",
        "Hoshine Silicon Industry Co., Ltd.",
    ),
    "Chinese and pinyin": ("合盛硅业股份有限公司", "Hesheng Guiye Gufen Youxian Gongsi"),
    "Chinese and pinyin by syllables": ("合盛硅业", "He Sheng Gui Ye"),
    "Chinese and English trade word": ("合盛硅业", "Hesheng Silicon"),
    "traditional and simplified": ("東莞溢達紡織有限公司", "东莞溢达纺织有限公司"),
    "Chinese body and its English name": (
        "新疆生产建设兵团",
        "Xinjiang Production and Construction Corps",
    ),
    "Chinese body and its initials": ("新疆生产建设兵团", "XPCC"),
    "two short names of one body": ("XPCC", "Bingtuan"),
    "Chinese with a group of another name": (
        "昌吉溢达纺织有限公司",
        "Changji Esquel Textile Co. Ltd.",
    ),
    "Chinese place and pinyin place": (
        "和田浩林发饰品有限公司",
        "Hetian Haolin Hair Accessories Co., Ltd.",
    ),
    "variant of a place": (
        "Hotan Haolin Hair Accessories",
        "Hetian Haolin Hair Accessories Co., Ltd.",
    ),
    "Korean": ("태평염전", "Taepyung Salt Farm"),
    "Korean form before": ("주식회사 삼성전자", "Samsung Electronics Co., Ltd."),
    "Japanese": ("トヨタ自動車株式会社", "Toyota Motor Corporation"),
    "Russian": ("ООО «Уралкалий»", "Uralkali LLC"),
    "Russian form in Latin letters": ("ОАО «Газпром»", "OAO Gazprom"),
    "Ukrainian": ("ТОВ «Азовсталь»", "Azovstal LLC"),
    "Greek": ("Γαλαξίας Α.Ε.", "Galaxias S.A."),
    "Turkish abbreviated": (
        "Başarı Tekstil Sanayi ve Ticaret Limited Şirketi",
        "Basari Tekstil San. Tic. Ltd. Sti.",
    ),
    "Vietnamese": ("Công ty Cổ phần Dệt may Thành Công", "Thanh Cong Textile Garment JSC"),
    "Bengali": ("বেক্সিমকো টেক্সটাইল লিমিটেড", "Beximco Textiles Ltd"),
    "Bengali without a form": ("স্কয়ার ফার্মাসিউটিক্যালস", "Square Pharmaceuticals"),
    "Thai": ("บริษัท ไทยยูเนี่ยน กรุ๊ป จำกัด (มหาชน)", "Thai Union Group Public Company Limited"),
    "Hindi": ("टाटा मोटर्स लिमिटेड", "Tata Motors Ltd"),
    "Arabic": ("شركة الراجحي للتجارة", "Al-Rajhi Trading Est."),
    "joined words": ("JP Morgan", "JPMorgan"),
    "initials with points": ("J.P. Morgan Chase", "JPMorgan Chase"),
    "initials": ("IRISL", "Islamic Republic of Iran Shipping Lines"),
    "initials with the form": ("PDVSA", "Petróleos de Venezuela, S.A."),
    "initials in brackets": (
        "Islamic Republic of Iran Shipping Lines (IRISL)",
        "Islamic Republic of Iran Shipping Lines",
    ),
    "case and points": ("ALPHA WEAVING CO.,LTD", "Alpha Weaving Co Ltd"),
    "order of words": ("Weaving Alpha Mills", "Alpha Weaving Mills"),
    "typo in a long word": ("Changji Esquell Textile", "Changji Esquel Textile"),
    "plural": ("Alpha Garments Ltd", "Alpha Garment Ltd"),
    "accents": ("Petróleos São João", "Petroleos Sao Joao"),
    "space in a place": ("Hansae Viet Nam Co Ltd", "Hansae Vietnam Company Limited"),
    "number in words": ("Twenty-One Garments Ltd", "21 Garments Limited"),
    "numbered sites": ("Alpha Weaving Plant No. 2", "Alpha Weaving Plant 02"),
    "numbered Chinese site": ("东莞百事威第二厂", "Dongguan Baishiwei No. 2 Factory"),
    "Roman number": ("Bestway Garments Unit II", "Bestway Garments Unit-2"),
    "a number alone": ("第二厂", "No. 2 Factory"),
}


@pytest.mark.parametrize(("left", "right"), SAME.values(), ids=SAME)
def test_two_names_of_one_company_are_likely_one(left: str, right: str) -> None:
    assert chance(left, right) > LIKELY
    assert chance(right, left) > LIKELY


DIFFERENT = {
    "another plant": ("Dongguan Bestway Plant No. 2", "Dongguan Bestway Plant No. 3"),
    "another Roman number": ("Bestway Garments Unit II", "Bestway Garments Unit III"),
    "another distinctive word": ("Sunshine Textile Ltd", "Moonlight Textile Ltd"),
    "sister firm": ("Tata Steel Ltd", "Tata Motors Ltd"),
    "sister firm of another trade": ("JK Tyre", "JK Cement"),
    "subsidiary in a place": ("Esquel Group", "Changji Esquel Textile Co. Ltd."),
    "another province": (
        "Shandong Sunrise Textile Co., Ltd.",
        "Guangdong Sunrise Textile Co., Ltd.",
    ),
    "another city": (
        "Ningbo Jinyuan Garment Co., Ltd.",
        "Suzhou Jinyuan Garment Co., Ltd.",
    ),
    "same trade and place": (
        "Hubei Zhongji Tomato Products Co., Ltd.",
        "Hubei Daming Tomato Products Co., Ltd.",
    ),
    "same place": ("Xinjiang Daqo New Energy", "Xinjiang East Hope New Energy"),
    "Chinese of the same place": (
        "新疆天业股份有限公司",
        "Xinjiang Zhongtai Chemical Co., Ltd.",
    ),
    "other initials": ("IRISL", "Islamic Republic News Agency"),
    "bank of another place": ("Bank of China", "Bank of Taiwan"),
    "ministry of another matter": ("Ministry of Defence", "Ministry of Finance"),
    "another direction": ("Korea South-East Power", "Korea Southern Power"),
    "another number in words": ("Twenty-One Garments Ltd", "Twenty-Two Garments Ltd"),
    "first names alike": ("JP Morgan", "JP Stanley"),
}


@pytest.mark.parametrize(("left", "right"), DIFFERENT.values(), ids=DIFFERENT)
def test_names_of_two_companies_are_unlikely_one(left: str, right: str) -> None:
    assert chance(left, right) < UNLIKELY
    assert chance(right, left) < UNLIKELY


@pytest.mark.parametrize("site", ["Plant No. {}", "Factory {}", "Mill No.{}", "Block {}", "{}"])
@pytest.mark.parametrize("number", ["3", "12", "20"])
def test_a_site_of_another_number_is_another_site(site: str, number: str) -> None:
    name = "Dongguan Bestway {}"
    two, other = (name.format(site.format(each)) for each in ("2", number))
    assert chance(two, two) > LIKELY
    assert chance(two, other) < UNLIKELY


def test_a_site_without_its_number_is_less_likely_the_numbered_site() -> None:
    numbered = chance("Alpha Weaving Plant No. 2", "Alpha Weaving Plant No. 2")
    unnumbered = chance("Alpha Weaving Plant No. 2", "Alpha Weaving Plant")
    other = chance("Alpha Weaving Plant No. 2", "Alpha Weaving Plant No. 3")
    assert numbered > unnumbered > other


def test_a_second_place_counts_against_more_than_a_missing_one() -> None:
    missing = chance("Ningbo Jinyuan Garment Co., Ltd.", "Jinyuan Garment Co., Ltd.")
    other = chance("Ningbo Jinyuan Garment Co., Ltd.", "Suzhou Jinyuan Garment Co., Ltd.")
    assert missing > other
