#!/usr/bin/env python3
"""doubts.py DATA OUT prints JSON: of the register's people who truly are insured, how many each way of comparing calls not insured,
and how many rows were linked to somebody else. OUT holds what `pair match` wrote with a clean reading under OUT/exact (numbers as
they are written) and OUT/clean (with repair and linking); DATA is what make_data.py wrote. Needs pyarrow."""
import json, sys
import pyarrow as pa, pyarrow.compute as pc, pyarrow.csv as pcsv, pyarrow.parquet as pq

data, out = sys.argv[1], sys.argv[2]
truth = pq.read_table(f'{data}/truth.parquet', filters=[('list', '=', 'register')])
register = pq.read_table(f'{data}/register.parquet', columns=['row_id', 'id_no'])
assert register['row_id'].to_numpy().tolist() == truth['row'].to_numpy().tolist()
insured = truth['insured'].to_numpy()
rows, people = len(truth), int(insured.sum())
def listed(path):
    return pcsv.read_csv(path, convert_options=pcsv.ConvertOptions(column_types={'id_no': pa.string(), '来源号码': pa.string()}))
def falsely(missing):
    return int(insured[missing.to_numpy()].sum())

raw = pc.filter(register['row_id'], pc.invert(pc.is_in(register['id_no'], value_set=pq.read_table(f'{data}/insured.parquet', columns=['id_no'])['id_no'].combine_chunks())))
look, repaired = listed(f'{out}/clean/look.csv'), listed(f'{out}/clean/repaired.csv')
wrong = pc.not_equal(repaired['来源号码'].combine_chunks(), truth['person'].combine_chunks().take(repaired['row_id'].combine_chunks()))
reasons = repaired.append_column('wrong', pc.cast(wrong, pa.int64())).group_by(['原因代码', '证实代码']).aggregate([('row_id', 'count'), ('wrong', 'sum')])
why = look.group_by(['待核原因代码']).aggregate([('row_id', 'count')])
print(json.dumps(dict(
    rows=rows, people=people, raw=falsely(raw), exact=falsely(listed(f'{out}/exact/missing.csv')['row_id']),
    clean=falsely(listed(f'{out}/clean/missing.csv')['row_id']), repaired=len(repaired), wrong=int(pc.sum(wrong).as_py() or 0),
    look=len(look), look_insured=falsely(look['row_id']),
    reasons=sorted([r['原因代码'], r['证实代码'], r['row_id_count'], r['wrong_sum']] for r in reasons.to_pylist()),
    looks=sorted([r['待核原因代码'], r['row_id_count']] for r in why.to_pylist()))))
