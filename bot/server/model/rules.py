"""Has Rasa's policy of rules look at those rules only that may apply: a company has hundreds, and each was compared at each prediction.

A rule that applies has the intent and the action before it of the conversation's newest state, so rules are looked up by these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from rasa.core.policies.rule_policy import RULES, SHOULD_NOT_BE_SET, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

# Of a rule that doesn't say which.
ANY = ""


def look_rules_up(policy: RulePolicy) -> None:
    """Has a loaded policy predict as this file says, from now on; twice is once. One of another class stays as it is."""
    if type(policy) is RulePolicy and "_get_possible_keys" not in vars(policy):
        found = RulesByState(policy)
        policy._get_possible_keys = found.possible_keys
        policy._find_action_from_rules = found.find_action


class RulesByState:
    """The rules of a policy by what their newest state has, as Rasa keeps them: keys to actions."""

    def __init__(self, policy: RulePolicy) -> None:
        self._policy = policy
        self._possible_keys, self._find_action = policy._get_possible_keys, policy._find_action_from_rules
        self._rules = policy.lookup[RULES]
        self._by_state: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for key, action in self._rules.items():
            newest = policy._rule_key_to_state(key)[-1]
            if newest.get(PREVIOUS_ACTION):  # others apply to what begins a conversation only, where nothing is looked up
                self._by_state[_newest(newest)][key] = action

    def possible_keys(self, lookup: Mapping[str, str], states: list[State]) -> set[str]:
        """What Rasa's own method gives: the keys of the rules that a conversation's states fit, the newest of which is the last."""
        if lookup is self._rules and states and states[-1].get(PREVIOUS_ACTION):
            action, intent = _newest(states[-1])
            lookup = {}
            for place in {(action, intent), (action, ANY), (ANY, intent), (ANY, ANY)}:
                lookup |= self._by_state.get(place, {})
        found: set[str] = self._possible_keys(lookup, states)
        return found

    def find_action(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        """What Rasa's own method gives: an action, the rule that it is from, and whether a form goes on after an interruption.

        Rasa looks for rules with the very words of a message first; where no rule could have these, that takes as long as all the rest.
        """
        if use_text_for_last_user_input and not tracker.active_loop_name and not self._without_intent:
            return None, None, False
        found: tuple[str | None, str | None, bool] = self._find_action(tracker, domain, use_text_for_last_user_input)
        return found

    @property
    def _without_intent(self) -> bool:
        """Whether a rule may apply to a message that is known by its words, and not by its intent."""
        return (ACTION_LISTEN_NAME, ANY) in self._by_state or (ANY, ANY) in self._by_state


def _newest(state: Mapping[str, Any]) -> tuple[str, str]:
    """The action before, and the intent, of a state; `ANY` where it has none, or a rule's wants none."""
    named = (state.get(PREVIOUS_ACTION) or {}).get(ACTION_NAME), (state.get(USER) or {}).get(INTENT)
    action, intent = (name if isinstance(name, str) and name and name != SHOULD_NOT_BE_SET else ANY for name in named)
    return action, intent
