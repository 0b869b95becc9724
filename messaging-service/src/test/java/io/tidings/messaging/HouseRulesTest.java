package io.tidings.messaging;

import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {}
