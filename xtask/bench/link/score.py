#!/usr/bin/env python3
"""score.py PAIRS.csv LEFT [RIGHT]: precision, recall and F1 of proposed pairs against the truth in the lists, as JSON.
The truth is a column `cluster`, or the number in `rec_id` (rec-17-dup-0). Within one list, clusters count as well."""
import json, sys
import numpy as np, pandas as pd

def truth(path):
    d = pd.read_csv(path, skipinitialspace=True, dtype=str) if path.endswith('.csv') else pd.read_parquet(path)
    d.columns = [c.strip() for c in d.columns]
    return (d['cluster'] if 'cluster' in d else d['rec_id'].str.extract(r'^rec-(\d+)')[0]).to_numpy().astype(np.int64)

left = truth(sys.argv[2]); right = truth(sys.argv[3]) if len(sys.argv) > 3 else None
p = pd.read_csv(sys.argv[1])
other = left if right is None else right
count = pd.Series(left).value_counts()
total = int(count.reindex(right).fillna(0).sum()) if right is not None else int((count * (count - 1) // 2).sum())
ok = left[p.left_row.to_numpy()] == other[p.right_row.to_numpy()]

def f1(chosen):
    n, tp = int(chosen.sum()), int((chosen & ok).sum())
    return dict(P=tp / max(n, 1), R=tp / max(total, 1), F1=2 * tp / max(n + total, 1), fp=n - tp, fn=total - tp)

order = np.argsort(-p.probability.to_numpy(), kind='stable')
tp = np.cumsum(ok[order]); k = np.arange(1, len(p) + 1); f = 2 * tp / (k + total)
out = dict(true_pairs=total, same=f1((p.band == 'same').to_numpy()), half=f1((p.probability > .5).to_numpy()),
           best=float(f.max()) if len(f) else 0.0)
print(json.dumps(out))
