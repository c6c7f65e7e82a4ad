Feature: Deciding on a portfolio
  A head of sales has a list of accounts, and wants each routed, the reasons, and where the money is.

  Scenario: A list from the CRM is decided, and what cannot be read is told
    Given a list of accounts
      | Account | Region | Revenue | Today   | 产品讲解难度 | partner_capability |
      | Acme    | North  | 900,000 | channel | high         | low                |
      | Birch   | South  | 20,000  | direct  | 好讲         | high               |
      | Cedar   | South  | 50,000  | direct  | sky-high     |                    |
    When I decide on the list
    Then 2 accounts are decided
    And the account "Cedar" is not decided because of the column "产品讲解难度"
    And the account "Acme" is told what it is told alone
    And the account "Birch" is told what it is told alone
    And the page says "Today's route differs from the advice"
