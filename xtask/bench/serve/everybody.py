"""A verification of everybody: a synthetic county's household register as the office's file 家庭经济状况核对结果.

Usage: everybody.py MONTH_FOLDER OUT_FOLDER [PEOPLE_AT_MOST]

A county's centre verifies one resident in sixteen; a register of a million persons needs as many verified. Whoever was
verified keeps what was found; everybody else is given the findings of somebody who was, drawn with a seed. Beside it stand
names and numbers for the benchmark to search for. Prints how many people the file lists.
"""

import csv
import pathlib
import random
import sys

import pyarrow.parquet as parquet

RELATIONS = {"head": "户主", "spouse": "配偶", "son": "子", "daughter": "女", "parent": "父母", "grandchild": "孙子女"}
KINDS = {"rural": "农业", "urban": "非农业"}
FOUND = {"wage_income": "月工资性收入（元）", "business_net_income": "月经营净收入（元）",
         "property_net_income": "月财产净收入（元）", "transfer_net_income": "月转移净收入（元）",
         "financial_asset": "存款等金融资产（元）", "medical_self_paid_year": "近12个月医疗自付（元）"}
WHO = ["乡镇街道", "村社区", "行政区划代码", "户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "户籍类型"]


def number(packed):
    """Seventeen digits and the check character, as the lake packs them."""
    check = packed & 15
    return f"{packed >> 4:017d}{'X' if check == 10 else check}"


def main(month, out, most="100000000"):
    month, out = pathlib.Path(month), pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    named = ["town_name", "village_name", "division_code", "resident_id", "residence_kind"]
    verified = parquet.read_table(next(month.glob("economic_verification_*.parquet")), columns=named + list(FOUND)).to_pydict()
    columns = ["name", "resident_id", "household_number", "relation_to_head", "division_code", "register_status"]
    register = parquet.read_table(next(month.glob("household_register_*.parquet")), columns=columns).to_pydict()
    places = {place: (town, village) for place, town, village in
              zip(verified["division_code"], verified["town_name"], verified["village_name"])}
    row_of = {key: at for at, key in enumerate(verified["resident_id"]) if key}
    heads = {}
    for at, relation in enumerate(register["relation_to_head"]):
        if relation == "head" and register["resident_id"][at] and register["register_status"][at] == "normal":
            heads.setdefault(register["household_number"][at], at)
    chance, seen, sample = random.Random(1), set(), []
    with open(out / "家庭经济状况核对结果202609.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(WHO + list(FOUND.values()) + ["是否共同生活"])
        for at, key in enumerate(register["resident_id"]):
            head = heads.get(register["household_number"][at])
            place = register["division_code"][at]
            if not key or key in seen or head is None or place not in places or register["register_status"][at] != "normal":
                continue
            if len(seen) >= int(most) and head == at:
                break
            seen.add(key)
            found = row_of.get(key, chance.randrange(len(verified["resident_id"])))
            yuan = [None if verified[name][found] is None else f"{verified[name][found] / 100:.2f}" for name in FOUND]
            rows.writerow([*places[place], place, register["name"][head], number(register["resident_id"][head]),
                           register["name"][at], number(key), RELATIONS.get(register["relation_to_head"][at], "其他"),
                           KINDS.get(verified["residence_kind"][found], ""), *yuan, "是"])
            if chance.random() < 0.003:
                sample.append(f"{register['name'][at]},{number(key)}")
    (out / "sample.csv").write_text("\n".join(sample) + "\n", encoding="utf-8")
    print(len(seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
