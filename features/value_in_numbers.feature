Feature: Value in numbers
  The article complains of plans without measurable value. A consultant gives the client's numbers beside the answers,
  sees what they come to, and is told where they contradict the rules.

  Scenario: Numbers fill the cost ratio and change the advice
    Given the ability to manage a channel is "medium"
    And the gross margin is "medium"
    And the need to educate the market is "low"
    When I ask for a recommendation
    Then nothing is said of numbers
    When I give selling direct 11% and the channel 21% of sales, as at Ingersoll-Rand
    And I ask for a recommendation
    Then "Cost of direct against channel" is settled by the numbers as "direct costs less (0.52 times)"
    And direct gains 6 points by "Direct sales cost less than a channel"
    And the explanation says that the answer comes from the numbers

  Scenario: What a person answered stands, and the difference is told
    Given the cost of direct against channel is "1.6"
    When I give selling direct 11% and the channel 21% of sales, as at Ingersoll-Rand
    And I ask for a recommendation
    Then the advice shows both: "answered as direct costs more (1.6 times), the numbers say direct costs less (0.52 times)"

  Scenario: Numbers contradict the rules, and both are shown
    Given the valve maker with full economics
    When I ask for a recommendation
    Then the advice shows both: "The rules recommend direct (contribution CNY 10.1M), but the numbers favour hybrid (contribution CNY 12.6M)"
    And it says in how many of 10,000 draws that is so, and never a probability

  Scenario: A hybrid whose one and one is not more than two
    Given answers for which the rules recommend a hybrid
    And numbers by which the hybrid contributes less than the channel alone
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And the advice shows both: "by the numbers 1+1 is not more than 2"

  Scenario: Ranges give a tornado
    Given the valve maker with full economics
    When I ask for the economics
    Then I see what drives the lead of hybrid over direct, the widest swing first
    And every result has a unit, a formula and what it rests on

  Scenario: A missing number is named
    Given numbers of the direct mode without the cost of a seller
    When I ask for the economics
    Then "full cost of a seller a year (direct) (direct.cost_per_rep)" is said to be missing, and how to estimate it
    And the revenue is computed all the same
