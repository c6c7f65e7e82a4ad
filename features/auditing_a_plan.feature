Feature: Auditing the plan a client already has
  The article finds four defects in older plans. A consultant answers what a client's plan has, sees the defects and the
  gap in each area, and takes home what to do first.

  Scenario: A plan that has the order line only
    Given a plan whose "Order line" is "yes"
    And its "Customer line" is "no"
    And its "Support line" is "no"
    When I have the plan audited
    Then the page says "Order line only: present"
    And the page says "Balance of the three lines: order line alone"
    And the roadmap has "Build two modules of the customer line" after "Name owners for the ten largest accounts"

  Scenario: A plan without value in the lead
    Given a plan whose "Measurable value targets" is "no"
    When I have the plan audited
    Then the page says "No value targets: present"
    And the roadmap has "Write three to five value targets"

  Scenario: What is not known is not missing
    Given a plan whose "Scenario design" is "not known"
    When I have the plan audited
    Then the page says "Outdated: cannot be told yet; find out first: Scenario design"
    And nothing is counted as missing
    And the roadmap is empty

  Scenario: Quick wins come first
    Given a plan whose "Baselines" is "no"
    And its "Measurable value targets" is "no"
    And its "Sponsor of the change" is "no"
    When I have the plan audited
    Then "Write three to five value targets" and "Name a sponsor and a steering meeting" are quick wins of the first quarter
    And the roadmap has "Take the baselines" after "Write three to five value targets"

  Scenario: Held against what is recommended to the client
    Given the example client with a plan of its own
    When I have the plan audited
    Then the page says "the plan chooses direct, the advice is hybrid"
    And the boundary that the plan leaves out as not applicable is missing

  Scenario: Asked question by question
    When I am asked about the plan and know only that its "Measurable value targets" is "no"
    Then the page says "No value targets: present"
    And the answers are a plan that gets the same audit again
