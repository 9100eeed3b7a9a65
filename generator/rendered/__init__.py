"""The only unit that reads or writes rendered/ and .argosy/: plan, guard, apply, check, remember.

The doors are `plan.plan`, `apply.apply`, `drift.check`, `lock.hold`, `state.unchanged` and `state.remember`; import the
module, not this package, so that a run with nothing to do loads nothing but stats.
"""
