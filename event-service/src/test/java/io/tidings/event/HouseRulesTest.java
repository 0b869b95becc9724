package io.tidings.event;

import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {}
