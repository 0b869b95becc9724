package io.tidings.segment;

import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {}
