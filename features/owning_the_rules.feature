Feature: Owning the rules
  A domain expert edits the rule files, and is told what is wrong and what to do.

  Scenario: The knowledge as it is has no findings
    When I check the rules
    Then nothing is found

  Scenario: A misspelt option is found where it stands
    Given my own copy of the rules, in which "product_complexity: high" became "product_complexity: hihg"
    When I check the rules
    Then I am told the file, the line and the column
    And I am asked whether I meant "high"
    And the program ends with code 1

  Scenario: A rule without a source for its literature is found
    Given my own copy of the rules, in which "sources: [sa-vinhas-anderson-2005, bergestuen-2021]" became "sources: []"
    When I check the rules
    Then the page says "basis literature needs sources"

  Scenario: An example that is not true is found
    Given my own copy of the rules, in which "silent: [{customer_demands_direct: some_key_accounts}]" became "silent: [{customer_demands_direct: most}]"
    When I test the rules
    Then the page says "should stay silent, but fired"
    And the program ends with code 1

  Scenario: The advice is held against documented decisions
    When I measure the accuracy
    Then the page says "strict (the mode that was used): 20 of 22"
    And the page says "leave-one-out"
    And the page says "H10 Texas Instruments"
    And the page says "they are no evidence of success"
