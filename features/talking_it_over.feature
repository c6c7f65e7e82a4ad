Feature: Talking it over in the interview
  A consultant works from notes and memory, changes their mind, and is interrupted.

  Scenario: The notes of a first call
    When I type in the interview
      | words                                                            |
      | Gross margin is 40%.                                             |
      | The client claims the market is mature, which is wrong.          |
      | The sales cycle was 9 months; now 3.                             |
      | Used to have plenty of dealers, today there are no dealers at all. |
      |                                                                  |
      | take 1                                                           |
      | take                                                             |
      | q                                                                |
    Then the interview says "3 answers found in the notes; nothing is saved yet"
    And the interview says "Sales cycle: 3 months (mid) — 'The sales cycle was 9 months; now [3]'"
    And the interview says "today [there are no dealers] at all"
    And the interview says "2 more answers from the notes"
    And the interview does not say "Market stage: mature"
    And one answer is saved

  Scenario: Notes that say two things
    When I type in the interview
      | words 毛利率40%，华北毛利率45%。没有经销商抱怨。 |
      | take all                                     |
      | take 2                                       |
      | q                                            |
    Then the interview says "2 answers found in the notes"
    And the interview says "the notes also say otherwise"
    And the interview says "take one by its number"
    And one answer is saved

  Scenario: Going on another day
    When I type in the interview
      | client Acme          |
      | offer valves         |
      | go market stage      |
      | u                    |
      | go product complexity |
      | high                 |
      | q                    |
    And I type in the interview
      | q |
    Then the interview says "Client: Acme; offer: valves"
    And the interview says "2 answers in this cell, 1 of them not known"
    And the interview says "direct leads by"
    And the interview says "Next: "

  Scenario: Answers that cannot both be true
    When I type in the interview
      | go partner availability |
      | none                    |
      | go partner capability   |
      | high                    |
      | mend                    |
      | low                     |
      | mend                    |
      | q                       |
    Then the interview says "Contradiction: No partners, yet able ones"
    And the interview says "Between: Available partners, Partner capability."
    And the interview says "No answers contradict each other."

  Scenario: Market cells under other names
    When I type in the interview
      | cell Indonesia        |
      | go market stage       |
      | mature                |
      | rename Java           |
      | cell Bali             |
      | remove Bali           |
      | q                     |
    Then the interview says "This is the market cell Java now, with 1 answer"
    And the interview says "The market cell Bali was removed; this is Java now."
    And one answer is saved

  Scenario: A veto tells what would lift it
    When I type in the interview
      | go partner availability |
      | none                    |
      | status                  |
      | q                       |
    Then the interview says "channel is vetoed: No qualified partner: excludes channel and hybrid"
    And the interview says "Lifted by Available partners: scarce, adequate, abundant"

  Scenario: Numbers that settle what nobody needs to be asked
    When I type in the interview
      | go sales cycle           |
      | 110                      |
      | go head_account_usd_year |
      | 60万元                    |
      | go seller_cost_usd_year  |
      | about $60k               |
      | go accounts_per_seller   |
      | 25                       |
      | go gross margin          |
      | three tenths             |
      | 三成五                    |
      | review                   |
      | q                        |
    Then the interview says "That is far outside the usual"
    And the interview says "Taken as: 60,000 USD"
    And the interview says "Taken as: 35 %"
    And the interview says "'three tenths' is not a number"
