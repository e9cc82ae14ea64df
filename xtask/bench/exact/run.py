#!/usr/bin/env python3
"""run.py COMMAND… runs a command and prints JSON: wall and CPU seconds, peak memory, exit code, what it printed.
run.py --about prints JSON about the machine, the day and the versions of the peers."""
import datetime, json, os, platform, subprocess, sys, time

if sys.argv[1] == '--about':
    from importlib.metadata import distributions
    cpu = next((l.split(':')[1].strip() for l in open('/proc/cpuinfo') if l.startswith('model name')), platform.processor())
    memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    names = ['duckdb', 'polars', 'datafusion', 'pyarrow', 'splink', 'recordlinkage']
    print(json.dumps(dict(date=datetime.date.today().isoformat(), cpu=cpu, cores=len(os.sched_getaffinity(0)), memory=round(memory),
                          system=f'{platform.system()} {platform.release()}', load=os.getloadavg()[0],
                          versions={d.name: d.version for d in distributions() if d.name in names})))
    sys.exit()

read, write = os.pipe()
load = os.getloadavg()[0]
start = time.time()
child = subprocess.Popen(sys.argv[1:], stdout=write, close_fds=True)
os.close(write)
out = os.fdopen(read).read()
_, status, use = os.wait4(child.pid, 0)
print(json.dumps(dict(wall=time.time() - start, cpu=use.ru_utime + use.ru_stime, peak=use.ru_maxrss / 1024,
                      exit=os.waitstatus_to_exitcode(status), load=load, out=out.strip().splitlines()[-1:])))
