-- Why a message is parked is the code's to say: a reason more must not need a migration first.
alter table store.parked drop constraint parked_reason_check;
