Feature: Questioning the advice
  A consultant is asked back by the client, and has an answer that holds.

  Scenario: "Why not dealers?" is answered with what would have to be different
    Given the example client with two market cells
    When I ask "why-not channel" about the cell "east-china-automotive"
    Then the page says "points short of being recommended"
    And the page says "What speaks for direct instead"
    And each smallest set of changes makes it "channel" when I suppose it
    And no single change of such a set of several does

  Scenario: The client asks in one sentence
    Given the example client with two market cells
    When I ask "how --depth sentence" about the cell "east-china-automotive"
    Then I get one sentence that says "direct"

  Scenario: What the client can change is told apart from what it cannot
    Given the product complexity is "low"
    And the partner capability is "high"
    And the own sales resources is "low"
    And the deal size usd is "3000"
    When I ask "why-not direct" about the cell "main"
    Then the page says "What the client can change"
    And the page says "Own sales resources: low"

  Scenario: The advice is tried with another answer, in Chinese
    Given the product complexity is "high"
    And the own sales resources is "medium"
    When I ask "what-if 产品讲解难度=好讲 --lang zh" about the cell "main"
    Then the page says "结论由直销"
    And the page says "不再触发的规则"

  Scenario: A rule author sees why a rule stayed silent
    Given the deal size usd is "90000"
    When I hold the rule "large-deals-pay-for-direct" against the case
    Then the page says "It stays silent here."
    And the page says "10,000 USD away"
    And the page says "The least that makes it fire: Typical deal size: medium → large"

  Scenario: The client decides otherwise, and the report says so
    Given the product complexity is "high"
    And the own sales resources is "medium"
    And the partner capability is "medium"
    And we chose "hybrid" all the same, because "the key accounts insist on us"
    When I ask for a recommendation
    Then the recommendation is "direct"
    And the page says "Chosen all the same: hybrid, because the key accounts insist on us"
    When I write a report to "report.html"
    Then the report says "Chosen all the same: hybrid"
    And the report says "the plan for hybrid, as chosen"
    When a rule author looks through all cases
    Then the page says "direct advised, hybrid chosen: 1"

  Scenario: A saved result is replayed years later
    Given the example client with two market cells
    When I ask for a recommendation
    And I replay the saved result
    Then the page says "values agree. The independent check of trace, points, decision and plan finds nothing either."
