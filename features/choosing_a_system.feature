Feature: Choosing a system
  The article's last part: a plan is put in place by systems and people, so a vendor has to match in functions, cases,
  vision and implementation. A consultant holds vendors against this client's own plan, and knows what to ask next.

  Scenario: The must-haves come from the client's own plan
    Given the analytics firm with four vendors
    When I compare the vendors
    Then every system function of the plan is a must-have, and no other
    And "Vendor B" cannot carry "Presales expert", by name

  Scenario: Gates come before points
    Given the analytics firm with four vendors
    When I compare the vendors
    Then "Vendor C" fails, for "Core people not named"
    And "Vendor B" is first with 81 points

  Scenario: What is not known leaves a gate undecided
    Given the analytics firm with four vendors
    When I compare the vendors
    Then "Vendor D" is undecided, and has no place in the ranking
    When it turns out that "Vendor D" keeps core people on more than two other projects
    And I compare the vendors
    Then "Vendor D" fails, for "Core people on more than two other projects"

  Scenario: What to ask next
    Given the analytics firm with four vendors
    When I compare the vendors
    Then the first question is to "Vendor B" on "The core scenario proven", which was claimed and not shown
    And it comes with the evidence to see

  Scenario: How steady the ranking is
    Given the analytics firm with four vendors
    When I compare the vendors
    Then "Vendor A" takes over when the weight of "Function match" falls below 22.2
    And without what was claimed and not shown "Vendor A" is first

  Scenario: A template to fill in
    Given the analytics firm with four vendors
    When I ask for the template in Chinese
    Then it asks for every must-have and says what evidence to see
