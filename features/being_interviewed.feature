Feature: Being interviewed
  The program asks only what can still matter, saves every answer at once, and ends with the advice.

  Scenario: A whole interview
    When I am interviewed about "Canon"
    Then I was not asked everything
    And the interview ends with the recommendation "channel"
    And a recommendation on the saved answers is "channel" as well

  Scenario: The interview stops when nothing can change the mode any more
    When I am interviewed about "ASML"
    Then the interview says that no remaining answer changes "direct"

  Scenario: Going on after an interruption
    Given I was interviewed about "Canon" and left after 4 answers
    When I am interviewed about "Canon"
    Then the 4 answers were read back and not asked again
    And the interview ends with the recommendation "channel"

  Scenario: Answering everything anyway
    When I am interviewed about "ASML" and want every question
    Then I was asked everything
    And the interview says "Every question has been answered"
    And the interview ends with the recommendation "direct"
