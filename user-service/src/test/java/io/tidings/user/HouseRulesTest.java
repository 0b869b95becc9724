package io.tidings.user;

import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {}
