Feature: Reading the trends
  The article asks for trends instead of single figures. A consultant hands in what was recorded of each metric and sees
  which lines get better or worse, what that means for selling, and what to open again in the plan.

  Scenario: Orders live on old relationships
    Given three years of quarters in which relationship closeness falls while the win rate holds
    When I ask how the metrics move
    Then I am told "orders live on old relationships", by a rule that rests on V2
    And "Closeness falls while the win rate holds" is to be opened again in the plan

  Scenario: Too little is said to be too little
    Given seven quarters of the win rate
    When I ask how the metrics move
    Then I am told "7 periods are too few for a trend or a forecast; it takes 8"
    And no rule fires

  Scenario: A clear trend has a forecast with an interval, and no probability of being right
    Given three years of quarters in which relationship closeness falls while the win rate holds
    When I ask how the metrics move
    Then I am told "a clear fall"
    And what lies ahead has an interval
    And nothing is said of probabilities

  Scenario: Trends stand in the advice of a client
    Given a client whose case names its table of metrics
    When I ask for a recommendation
    Then the advice tells the findings of the trends and how each line stands

  Scenario: All curves make one forecast of the company's sales strength
    Given a client whose case names its table of metrics
    When I ask for a recommendation
    Then the page says "Sales strength of the whole company"
    And the forecast of the sales strength has an interval and names what drives it, on the screen and in reports

  Scenario: What may be chance among many series is called no trend
    Given a sales cycle that lengthens a little, among eight metrics that only scatter
    When I ask how the metrics move
    Then I am told "9 series were tested"
    And I am told "alone it would count as a rise, among all that were tested it may be chance"
    And the sales cycle cannot be read yet
