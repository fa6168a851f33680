"""The gazetteer: one place under its spellings, places in addresses, and areas."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manumit.errors import DataError
from manumit.reference import places as module
from manumit.reference.places import PlaceName, folded, places, places_in
from manumit.reference.strict import read_csv

COLUMNS = ("place", "territory", "area", "also")
TEXT = (files("manumit") / "data" / "names" / "places.csv").read_text(encoding="utf-8")
ROWS = read_csv(TEXT, COLUMNS, fail=ValueError)
SPELLINGS = [
    (spelling, PlaceName(row["place"], row["territory"], row["area"]))
    for row in ROWS
    for spelling in (row["place"], *filter(None, row["also"].split("|")))
]


def areas_of(text: str, territory: str = "") -> set[str]:
    return {place.area for place in places_in(text, territory)}


def names_in(text: str, territory: str = "") -> list[str]:
    return [place.place for place in places_in(text, territory)]


@pytest.mark.parametrize(
    ("place", "territory", "spellings"),
    [
        ("Hotan", "CN", "Hotan|Hetian|Khotan|Xoten|He Tian|和田|خوتەن"),
        ("Kashgar", "CN", "Kashgar|Kashi|喀什|قەشقەر|喀什噶尔"),
        ("Urumqi", "CN", "Urumqi|Wulumuqi|Ürümqi|Urumchi|乌鲁木齐|烏魯木齊|ئۈرۈمچى"),
        ("Dongguan", "CN", "Dongguan|Dong Guan|dong-guan|东莞|東莞"),
        ("Chattogram", "BD", "Chittagong|Chattogram|চট্টগ্রাম"),
        ("Dhaka", "BD", "Dhaka|DACCA|ঢাকা"),
        ("Ho Chi Minh City", "VN", "Ho Chi Minh City|Saigon|TP HCM|Thành phố Hồ Chí Minh|HCMC"),
        ("Binh Duong", "VN", "Bình Dương|Binh Duong|Binhduong"),
        ("Dong Nai", "VN", "Đồng Nai|Dongnai"),
        ("Yangon", "MM", "Rangoon|ရန်ကုန်"),
        ("Bengaluru", "IN", "Bangalore|ಬೆಂಗಳೂರು"),
        ("Mumbai", "IN", "Bombay|मुंबई"),
        ("Guangdong", "CN", "Kwangtung|Guang Dong|广东省|廣東"),
        ("Zhejiang", "CN", "Chekiang|ZHE JIANG|浙江"),
        ("Xiamen", "CN", "Amoy|厦门|廈門"),
        ("Xi'an", "CN", "Xi’an|XI AN|西安"),
        ("North Sumatra", "ID", "Sumatera Utara|North Sumatera|Sumut"),
        ("Ansan", "KR", "안산|안산시"),
        ("Samut Prakan", "TH", "Samutprakarn|สมุทรปราการ"),
        ("Shizuoka", "JP", "静岡"),
        ("Muğla", "TR", "MUGLA|muğla"),
        ("São Paulo", "BR", "Sao Paulo"),
    ],
)
def test_spellings_in_every_script_name_one_place(
    place: str, territory: str, spellings: str
) -> None:
    for spelling in spellings.split("|"):
        assert place in names_in(f"Co., {spelling}, 12", territory), spelling


@pytest.mark.parametrize(
    "name",
    [
        # Entries of the Entity List of the Uyghur Forced Labor Prevention Act, then plain places.
        "Hetian Haolin Hair Accessories Co., Ltd.",
        "Hetian Taida Apparel Co., Ltd.",
        "Xinjiang Junggar Cotton and Linen Co., Ltd.",
        "Lop County Meixin Hair Products Co., Ltd.",
        "Lop County Hair Product Industrial Park",
        "Yili Zhuowan Garment Manufacturing Co., Ltd.",
        "Changji Esquel Textile Co. Ltd.",
        "Xinjiang Production and Construction Corps",
        "Luopu Xian",
        "和田泰达服饰有限公司",
        "新疆生产建设兵团",
        "墨玉县",
        "Karakax County",
        "阿克苏地区库车市",
        "Tumxuk",
        "Shi He Zi",
    ],
)
def test_names_and_addresses_of_the_uyghur_region_lie_in_it(name: str) -> None:
    assert "Xinjiang" in areas_of(name)


def test_all_prefectures_and_counties_of_the_uyghur_region_are_entered() -> None:
    # National standard GB/T 2260: 14 prefectures, and counties and cities below them.
    prefectures = (
        "乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 "
        "伊犁 塔城 阿勒泰"
    )
    counties = (
        "米东区 鄯善县 托克逊县 巴里坤 伊吾县 阜康市 呼图壁县 玛纳斯县 奇台县 吉木萨尔县 木垒 "
        "博乐市 阿拉山口市 精河县 温泉县 库尔勒市 轮台县 尉犁县 若羌县 且末县 焉耆 和静县 "
        "和硕县 博湖县 库车市 温宿县 沙雅县 新和县 拜城县 乌什县 阿瓦提县 柯坪县 阿图什市 "
        "阿克陶县 阿合奇县 乌恰县 疏附县 疏勒县 英吉沙县 泽普县 莎车县 叶城县 麦盖提县 "
        "岳普湖县 伽师县 巴楚县 塔什库尔干 墨玉县 皮山县 洛浦县 策勒县 于田县 民丰县 "
        "伊宁市 奎屯市 霍尔果斯市 察布查尔 霍城县 巩留县 新源县 昭苏县 特克斯县 尼勒克县 "
        "乌苏市 沙湾市 额敏县 托里县 裕民县 和布克赛尔 布尔津县 富蕴县 福海县 哈巴河县 "
        "青河县 吉木乃县"
    )
    corps = (
        "石河子市 阿拉尔市 图木舒克市 五家渠市 北屯市 铁门关市 双河市 可克达拉市 昆玉市 "
        "胡杨河市 新星市 白杨市"
    )
    for name in f"{prefectures} {counties} {corps}".split():
        assert areas_of(f"{name}工业园区") == {"Xinjiang"}, name


@pytest.mark.parametrize(
    "name", ["Longi Green Energy", "Lop-sided Ltd", "Van Heusen", "Hand Made Co", "兴业银行", ""]
)
def test_other_words_are_no_places(name: str) -> None:
    assert places_in(name) == ()


def test_one_spelling_of_two_places_gives_both_until_the_area_is_named() -> None:
    assert areas_of("Suzhou Textile") == {"Jiangsu", "Anhui"}
    assert areas_of("Suzhou Textile, Jiangsu") == {"Jiangsu"}
    assert areas_of("Suzhou, 安徽省") == {"Anhui"}
    assert areas_of("苏州纺织") == {"Jiangsu"}
    assert areas_of("宿州纺织") == {"Anhui"}
    assert areas_of("Yutian County") == {"Xinjiang", "Hebei"}
    assert areas_of("Yutian, Hebei") == {"Hebei"}


def test_the_territory_leaves_out_places_elsewhere() -> None:
    assert areas_of("Punjab") == {"Punjab"}
    assert {place.territory for place in places_in("Punjab")} == {"IN", "PK"}
    assert {place.territory for place in places_in("Punjab", "PK")} == {"PK"}
    assert places_in("Hotan", "TR") == ()


@pytest.mark.parametrize(
    ("text", "places_named"),
    [
        ("12 Nanjing West Road, Shanghai", ["Shanghai"]),
        ("上海市南京西路100号", ["Shanghai"]),
        ("青岛市新疆路8号", ["Qingdao"]),
        ("Dhaka-Mymensingh Highway, Gazipur", ["Dhaka", "Gazipur"]),
        ("Jl. Raya Bogor Km 26, Jakarta Timur", ["Jakarta Timur"]),
        ("Rua São Paulo 12, Joinville", ["Joinville"]),
    ],
)
def test_a_street_named_after_a_place_is_not_the_place(text: str, places_named: list[str]) -> None:
    assert names_in(text) == places_named


def test_the_longest_spelling_wins_and_the_order_is_that_of_the_text() -> None:
    assert names_in("Mato Grosso do Sul") == ["Mato Grosso do Sul"]
    assert names_in("广东省东莞市虎门镇") == ["Guangdong", "Dongguan", "Humen"]
    assert names_in("Humen Town, Dongguan, Guangdong") == ["Humen", "Dongguan", "Guangdong"]
    assert names_in("Dhaka, Dhaka, ঢাকা") == ["Dhaka"]


def test_a_short_spelling_is_found_only_as_it_is_entered() -> None:
    assert names_in("Long An", "VN") == ["Long An"]
    assert places_in("longan fruit", "VN") == ()
    assert names_in("Hami", "CN") == ["Hami"]
    assert places_in("ha mi", "CN") == ()


@given(st.sampled_from(SPELLINGS), st.sampled_from(["No. 12, ", "第7号，", "【", ""]))
def test_every_spelling_is_found_in_a_sentence_around_it(
    known: tuple[str, PlaceName], before: str
) -> None:
    spelling, place = known
    assert place in places()[folded(spelling)]
    assert place in places_in(f"{before}{spelling}, 3/F")
    assert place in places_in(f"{before}{spelling.upper()}, 3/F", place.territory)


EVERY_PLACE = {place for group in places().values() for place in group}


@given(st.text())
def test_any_text_is_read_and_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert set(places_in(text, "CN")) <= EVERY_PLACE


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Hotan,China,,\n", "two-letter code"),
        (",CN,,\n", "two-letter code"),
        ("Hotan,CN,Xinjang,\n", "Xinjang is not entered as a place"),
        ("Hotan,CN,,和田|HOTAN\n", "entered twice"),
        ("Hotan,CN,,a||b\n", "is empty"),
        ("One Two Three Four Five Six,CN,,\n", "longer than 5 words"),
        ('Hotan,CN,,"Hotan, Xinjiang"\n', "has a comma"),
        ("Hotan,CN,,和田\nKhotan,CN,,和田\n", "a spelling that Hotan has too, in one area"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(
    rows: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "places.csv"
    file.write_text(",".join(COLUMNS) + "\n" + rows, encoding="utf-8")
    monkeypatch.setattr(module, "data_file", lambda _: file)
    with pytest.raises(DataError, match=message) as error:
        places.__wrapped__()
    assert error.value.line == 1 + rows.count("\n")
