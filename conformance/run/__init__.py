"""Plan, worker, supervision, judgement, run file."""
