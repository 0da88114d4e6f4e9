import gzip
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from linli.kit.actor import SYSTEM
from linli.kit.answer import Refused
from linli.places.actions.planting import Planted, plant_tree
from linli.places.division_tables import batches
from linli.places.divisions import kind_of, match, stem_of
from linli.places.faults import Fault
from linli.places.models import Area
from linli.places.seeds import Seed
from tests.places.lanes import AT, FOUNDED, TODAY, County, keeper

TREE = [
    Seed("grid-1", "lu", "grid", "第一网格", households=40),
    Seed("lu", "street", "community", "卢陈村"),
    Seed("street", "", "street", "张家山街道", "360982005"),
    Seed("grid-2", "lu", "grid", "第二网格"),
]


def plant(seeds: list[Seed], top: Area | None = None) -> Planted:
    return plant_tree(seeds, valid_from=FOUNDED, by=SYSTEM, at=AT, top=top)


@pytest.mark.django_db
def test_a_list_in_any_order_becomes_a_tree_and_a_second_time_changes_nothing() -> None:
    first = plant(TREE)
    assert (first.made, first.areas["grid-1"].path, first.areas["grid-2"].path) == (
        4,
        "00001/00001/00001/",
        "00001/00001/00002/",
    )
    again = plant(TREE)
    assert (again.made, again.renamed, again.areas) == (0, 0, first.areas)


@pytest.mark.django_db
def test_a_later_list_adds_below_what_is_known_by_its_code() -> None:
    lane = County()
    planted = plant([Seed("x", "360982005", "community", "蛟湖村委会", "360982005219")])
    assert planted.areas["x"].parent == lane.street
    assert planted.areas["x"].path == lane.street.path + "00003/"


@pytest.mark.django_db
def test_a_body_that_gets_its_code_later_stays_the_same_area() -> None:
    lane = County()
    coded = Seed("t", "360982", "street", "城关镇", "360982100")
    planted = plant([coded])
    assert (planted.made, planted.renamed, planted.areas["t"].pk) == (0, 1, lane.town.pk)
    assert Area.objects.get(pk=lane.town.pk).code == "360982100"


@pytest.mark.django_db
def test_another_name_for_a_known_code_is_a_dated_version() -> None:
    lane = County()
    renamed = Seed("v", "360982005", "community", "槎市社区居委会", "360982005210")
    assert plant_tree([renamed], valid_from=TODAY, by=SYSTEM, at=AT).renamed == 1
    then = Area.objects.get(pk=lane.village.pk).at(FOUNDED)
    assert then and then.name == "槎市村委会"


@pytest.mark.django_db
def test_an_area_that_the_list_puts_elsewhere_is_named_and_not_moved() -> None:
    lane = County()
    moved = [
        Seed("new", "360982", "street", "新街道", "360982009"),
        Seed("v", "new", "community", "槎市村委会", "360982005210"),
    ]
    assert plant(moved).elsewhere == ["槎市村委会"]
    assert Area.objects.get(pk=lane.village.pk).parent == lane.street


@pytest.mark.parametrize(
    ("seeds", "words"),
    [
        ([Seed("a", "nowhere", "grid", "甲")], "not in the list"),
        ([Seed("a", "b", "grid", "甲"), Seed("b", "a", "grid", "乙")], "not in the list"),
        ([Seed("a", "", "grid", "甲"), Seed("a", "", "grid", "乙")], "twice"),
    ],
)
@pytest.mark.django_db
def test_a_list_with_a_lost_parent_a_circle_or_a_doubled_key_is_refused_whole(
    seeds: list[Seed], words: str
) -> None:
    with pytest.raises(Fault, match=words):
        plant([Seed("root", "", "county", "县"), *seeds])
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_a_keeper_plants_below_her_own_area_only() -> None:
    lane = County()
    seeds = [Seed("g", "", "grid", "第三网格")]
    for top in (None, lane.town):
        with pytest.raises(Refused):
            plant_tree(seeds, valid_from=TODAY, by=keeper(lane.street), at=AT, top=top)
    planted = plant_tree(seeds, valid_from=TODAY, by=keeper(lane.street), at=AT, top=lane.community)
    assert planted.areas["g"].parent == lane.community


TABLES = {
    "provinces.csv": 'code,name\n11,"北京市"\n36,"江西省"\n',
    "cities.csv": 'code,name,provinceCode\n1101,"市辖区",11\n3609,"宜春市",36\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n110101,"东城区",1101,11\n360982,"樟树市",3609,36\n',
    "streets.csv.gz": "code,name,areaCode,provinceCode,cityCode\n360982005,张家山街道,360982,36,3609\n",
    "villages.csv.gz": "code,name,streetCode\n360982005210,槎市村委会,360982005\n360982005002,门楼里居委会,360982005\n",
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        body = text.encode()
        (tmp_path / name).write_bytes(gzip.compress(body) if name.endswith("gz") else body)
    return tmp_path


@pytest.mark.django_db
def test_division_tables_are_loaded_and_a_filler_city_is_left_out(
    tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for new in (8, 0):
        call_command("import_divisions", tables)
        assert f"8 rows, {new} new" in capsys.readouterr().out
    east = Area.objects.get(name="东城区")
    assert east.parent and east.parent.name == "北京市"
    assert not Area.objects.filter(name="市辖区").exists()
    assert Area.objects.get(code="360982005210").kind == "village"


def test_a_part_of_the_country_is_read_with_all_that_lies_above_it(tables: Path) -> None:
    rows = [seed for batch in batches(tables, 2, under="360982") for seed in batch]
    assert [seed.name for seed in rows] == [
        "江西省",
        "宜春市",
        "樟树市",
        "张家山街道",
        "槎市村委会",
        "门楼里居委会",
    ]


@pytest.mark.django_db
def test_a_folder_without_a_table_or_with_a_broken_one_is_refused(tables: Path) -> None:
    (tables / "areas.csv").write_text("code;name\n1;x\n", encoding="utf-8")
    with pytest.raises(CommandError, match="areas"):
        call_command("import_divisions", tables)
    (tables / "areas.csv").unlink()
    with pytest.raises(CommandError, match="areas"):
        call_command("import_divisions", tables)


@pytest.mark.parametrize(
    ("name", "stem", "kind"),
    [
        ("多福巷社区居委会", "多福巷", "community"),
        ("白果居民委员会", "白果", "community"),
        ("象山村民委员会", "象山", "village"),
        ("厦良村村委会", "厦良", "village"),
        ("杏塘村委会", "杏塘", "village"),
        ("额肯呼都格嘎查", "额肯呼都格", "gacha"),
        ("工业园生活区", "工业园", "settlement"),
        ("张家山街道办事处", "张家山", "street"),
        ("塔木素布拉格苏木", "塔木素布拉格", "sumu"),
        ("社区", "社区", ""),
        ("村", "村", ""),
        ("第一网格", "第一网格", ""),
    ],
)
def test_a_name_is_parted_into_stem_and_kind(name: str, stem: str, kind: str) -> None:
    assert (stem_of(name), kind_of(name)) == (stem, kind)


BODIES = [(1, "花园居民委员会"), (2, "厦良社区居委会"), (3, "厦良村村委会"), (4, "信江村民委员会")]


@pytest.mark.parametrize(
    ("name", "found", "sure"),
    [
        ("花园居民委员会", (1,), True),
        ("花园社区", (1,), True),
        ("花园村", (1,), False),
        ("厦良社区", (2,), True),
        ("厦良", (2, 3), False),
        ("信江", (4,), True),
        ("炼厂社区", (), False),
    ],
)
def test_a_name_without_its_official_ending_is_matched_or_asked_about(
    name: str, found: tuple[int, ...], sure: bool
) -> None:
    matched = match(name, BODIES)
    assert (matched.found, matched.sure) == (found, sure)
    assert matched.only == (found[0] if sure else None)
