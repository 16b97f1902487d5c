"""What users of other systems paid for, each with the tests that show it does not happen here.

The tests lie with their features; this page names them, and fails when one of them is gone.
"""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
INVOICE, WORKFLOWS = "services/invoice/tests", "services/workflow-scheduler/tests"
NOTIFICATION = "services/notification/tests"


@cache
def _tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, functions))


def shown_by(path: str, *names: str) -> None:
    missing = {f"test_{name}" for name in names} - _tests(path)
    assert not missing, (
        f"{path} no longer has {missing}: show the lesson elsewhere, and name it here"
    )


def test_a_late_fee_is_charged_once_however_often_a_clock_ticks() -> None:
    shown_by(
        f"{INVOICE}/charges/test_charges.py",
        "a_fee_is_charged_once_for_each_of_its_days",
        "interest_is_charged_up_to_a_day_and_never_twice",
    )


def test_after_a_day_of_downtime_the_first_reminder_comes_before_the_second() -> None:
    shown_by(
        f"{WORKFLOWS}/enrolments/test_due_steps.py",
        "after_an_outage_the_earliest_step_comes_and_the_others_keep_their_distance",
    )
    shown_by(
        f"{WORKFLOWS}/enrolments/test_long_workflows.py",
        "after_thirty_days_of_downtime_they_come_one_by_one_and_keep_their_distance",
    )


def test_a_part_payment_skips_no_milder_step() -> None:
    shown_by(
        f"{WORKFLOWS}/enrolments/test_money_and_ending.py",
        "a_part_payment_leaves_the_rest_to_chase",
    )


def test_the_balance_is_looked_at_once_more_before_a_message_leaves() -> None:
    shown_by(
        f"{NOTIFICATION}/messages/test_message_effect.py",
        "a_part_payment_during_the_wait_makes_the_words_untrue_and_ends_the_message",
    )
    shown_by(f"{NOTIFICATION}/messages/test_stopping.py", "what_ends_its_reason_stops_it_at_once")


def test_a_crash_neither_loses_nor_doubles_what_was_to_be_done() -> None:
    shown_by(
        "tests/faults/test_every_moment.py",
        "whatever_befalls_a_worker_at_any_moment_its_work_comes_out_the_same",
    )
    shown_by(
        "libs/eventstore/tests/test_effects.py",
        "an_effect_in_doubt_after_a_crash_is_prepared_again",
    )


def test_currencies_are_counted_apart() -> None:
    shown_by(
        f"{INVOICE}/ledger/test_statement_and_aging.py",
        "a_statement_has_a_balance_per_currency_and_can_show_one",
        "currencies_are_aged_apart",
    )


def test_a_fee_is_owed_by_itself_and_vanishes_only_when_somebody_says_so() -> None:
    shown_by(
        f"{INVOICE}/charges/test_charges.py",
        "a_charge_is_a_document_of_its_own_and_bears_no_charges",
        "it_is_waived_in_part_or_whole_with_a_reason",
    )


def test_interest_runs_on_the_falling_balance_in_segments_that_can_be_read() -> None:
    shown_by(
        f"{INVOICE}/interest/test_interest.py",
        "it_runs_from_the_day_after_the_due_date_by_segments",
    )
    shown_by(
        "libs/compliance/tests/test_interest.py",
        "a_segment_can_be_read",
        "the_order_of_booking_makes_no_difference_and_nothing_is_lost",
    )


def test_an_order_is_decided_when_it_is_made_and_may_be_paid_in_advance() -> None:
    shown_by(
        f"{INVOICE}/credit_standing/test_decisions.py",
        "an_order_up_to_the_limit_is_allowed_and_beyond_it_paid_in_advance",
    )
    shown_by(
        f"{INVOICE}/credit_standing/test_standing_follows.py",
        "a_payment_in_part_changes_what_depends_on_the_amount",
    )


def test_who_owes_nothing_is_served() -> None:
    shown_by(
        f"{INVOICE}/credit_standing/test_standing_follows.py",
        "new_work_is_prepaid_while_anything_is_overdue_and_it_lifts_by_itself",
        "without_a_policy_everybody_is_served_and_nothing_is_recorded",
    )


def test_a_pause_has_a_reason_and_what_it_held_goes_on_behind_it() -> None:
    shown_by(
        f"{WORKFLOWS}/enrolments/test_interventions.py",
        "a_person_holds_everything_and_says_why",
    )
    shown_by(
        f"{WORKFLOWS}/enrolments/test_pauses.py",
        "after_a_pause_the_steps_come_later_by_the_days_it_took",
    )


def test_what_is_contested_is_left_out_and_the_rest_is_chased() -> None:
    shown_by(
        f"{WORKFLOWS}/enrolments/test_disputes_and_plans.py",
        "a_disputed_slice_is_not_chased_and_the_rest_is",
    )
    shown_by(
        f"{NOTIFICATION}/messages/test_pre_send_check.py",
        "the_uncontested_rest_is_still_asked_for",
    )


def test_a_customer_gets_one_message_about_all_its_invoices() -> None:
    shown_by(
        f"{WORKFLOWS}/contact_rounds/test_rounds.py",
        "six_invoices_due_on_one_day_are_one_reminder_with_six_items",
    )


def test_what_an_agency_has_is_handed_over_and_taken_back() -> None:
    shown_by(
        f"{WORKFLOWS}/placements/test_placements.py",
        "after_a_recalls_deadline_nothing_is_accepted_and_the_debt_is_chased_again",
    )
    shown_by(f"{WORKFLOWS}/last_resorts/test_last_resorts.py", "an_agency_is_offered_it_at_once")


def test_a_bounce_is_known_dealt_with_and_leads_to_nothing_harsher() -> None:
    shown_by(
        f"{WORKFLOWS}/escalations/test_proof.py",
        "a_bounced_address_never_leads_to_a_harsher_step",
        "a_person_is_asked_at_once_and_again_after_a_fortnight",
    )
    shown_by(
        f"{NOTIFICATION}/consents/test_address.py",
        "a_bounce_stands_until_the_address_is_confirmed",
    )
