package io.tidings.integration;

import io.tidings.testing.HouseRules;

class HouseRulesTest extends HouseRules {}
