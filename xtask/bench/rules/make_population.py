#!/usr/bin/env python3
"""Households of any number for the rules benchmark: make_population.py PERSONS OUT. The population of peer_openfisca.py, a
million persons a seed, money as integer fen, one row a person (household_id, sorted) and one a household, a row group a seed."""
import os, sys
import numpy as np, pyarrow as pa, pyarrow.parquet as pq
import peer_openfisca as peer

MONEY = ('wage', 'business', 'property_income', 'transfer_in', 'transfer_out', 'basic_pension', 'assistance',
         'medical_self_paid', 'education_cost', 'financial_assets', 'car_value')

def main(persons, out):
    os.makedirs(out, exist_ok=True)
    writers, first, seed = [None, None], 0, 7
    while persons > 0:
        n = min(persons, 1_000_000)
        p, h, hh, nh, _ = peer.population(n, seed)
        column = lambda k, v: np.rint(np.asarray(v) * 100).astype(np.int64) if k in MONEY else v
        tables = [pa.table({'household_id': hh + first, **{k: column(k, v) for k, v in p.items()}}),
                  pa.table({'household_id': np.arange(nh) + first, **{k: column(k, v) for k, v in h.items()}})]
        for place, (name, table) in enumerate(zip(('persons', 'households'), tables)):
            writers[place] = writers[place] or pq.ParquetWriter(f'{out}/{name}.parquet', table.schema)
            writers[place].write_table(table, row_group_size=n)
        persons, first, seed = persons - n, first + nh, seed + 1
    for writer in writers: writer.close()

if __name__ == '__main__': main(int(sys.argv[1]), sys.argv[2])
