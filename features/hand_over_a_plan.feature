Feature: A plan a partner would hand over
  Few moves, in order, in the client's own terms; everything else in quarters the client can carry; nothing that
  contradicts an answer, and little where little is known.

  Scenario: Five to seven moves first, each with its metric and what would stop it
    Given the example client with two market cells
    When I ask for a recommendation
    Then each cell has five to seven first moves, by date, with their role, reason, metric and what would stop them
    And the page says "Contacts with activity in the last 90 days per A account"

  Scenario: A metric has the value it has today, and a move what it costs
    Given the valve maker who brings everything
    When I ask for a recommendation
    Then the page says "Share of wallet: today 28% (2024Q4)"
    And the page says "CNY 1.2M to 1.62M a year"

  Scenario Outline: Everything else follows in quarters the client can carry
    Given the example client with two market cells
    And it says that it completes <steps> improvements a quarter
    When I ask for a recommendation
    Then after the first quarter no quarter begins more than <steps> steps, and the rest waits
    And the page says "Sized to the <steps> improvements a quarter"

    Examples:
      | steps |
      | 3     |
      | 4     |

  Scenario: Each shelf gives what one client can use, and says what it leaves out
    Given the example client with two market cells
    When I ask for a recommendation
    Then no shelf gives more than its budget, and the annex says why the rest is left out

  Scenario: Who contracts bids, on the side the boundary gives it
    Given a market cell where
      | segment divergence      | high              |
      | customer demands direct | some key accounts |
      | partner capability      | medium            |
      | partner customer access | high              |
      | own sales resources     | medium            |
      | incumbent channel lock  | none              |
      | customer data holder    | maker only        |
    When I ask for a recommendation
    Then the recommendation is "hybrid"
    And "contract-and-collection-ours" falls to our own people
    And "bid-and-negotiation-ours" falls to our own people
    And "account-care-and-renewal-partners" falls to our own people

  Scenario: Software gets no serial numbers and no spare parts
    Given a market cell where
      | offer type          | software  |
      | market stage        | mature    |
      | price spread        | large     |
      | partner capability  | high      |
      | partner customer access | high  |
      | incumbent channel lock  | none  |
      | local presence need | high      |
      | partner goal conflict | high    |
    And we chose "hybrid" all the same, because "partners are there"
    When I ask for a recommendation
    Then the annex leaves out "anti-diversion" because of a law
    And nothing given to the client is "move-local-service-coverage"

  Scenario: Prices and territories as the region's law allows
    Given a market cell where
      | jurisdiction            | eu       |
      | market stage            | mature   |
      | price spread            | large    |
      | partner capability      | high     |
      | partner availability    | abundant |
      | partner customer access | high     |
      | incumbent channel lock  | none     |
    And we chose "channel" all the same, because "partners are there"
    When I ask for a recommendation
    Then the plan contains "legal-eu"
    And the page says "have counsel look at this"

  Scenario: From little, little
    Given the partner customer access is "high"
    When I ask for a recommendation
    Then there is no plan, and the page says what to find out first

  Scenario: Two ways about even
    Given a market cell where
      | product complexity         | high         |
      | market stage               | fast growing |
      | coverage urgency           | high         |
      | own sales resources        | low          |
      | own market power           | low          |
      | partner availability       | adequate     |
      | partner capability         | medium       |
      | receivable financing need  | high         |
      | customer concentration     | 15           |
      | customer overlap risk      | high         |
      | share only local pct       | 10           |
      | role separability          | medium       |
      | geographic dispersion      | high         |
    When I ask for a recommendation
    Then there is no plan, and the page says what to find out first
    And each way has its first moves, with the question that decides and what both share

  Scenario: A stage of a migration begins with its move
    Given the example client with two market cells
    When I ask for a recommendation
    Then every step that a move begins stands behind that move in its quarter

  Scenario: The decision last on a short screen
    Given the example client with two market cells
    When I ask for the short advice
    Then each cell takes at most 40 lines of 80 columns, and the last line is a decision
