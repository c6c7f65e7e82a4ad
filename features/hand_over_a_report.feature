Feature: A report in the form its reader wants
  One page for the meeting, a few sheets to read, slides to present, a document to edit, a screen for oneself: each short
  enough for its use, with the same content, and with what supports a statement there when it is asked for.

  Scenario: A memo on one sheet
    Given the valve maker who brings everything
    When I print the memo to PDF
    Then it has at most 1 sheet of paper
    And sheet 1 says "First moves"

  @thorough
  Scenario: A report of fifteen sheets with two market cells and everything, and the numbers on the second
    Given the valve maker who brings everything
    When I print the report to PDF
    Then it has at most 15 sheets of paper
    And sheet 2 says "Contribution a year: direct CNY 10.1M, channel CNY 3.47M, hybrid CNY 12.6M"
    And sheet 2 says "the lead depends most on: share won direct"
    And sheet 2 says "Revenue at which both ways cost the same: CNY 35.3M"

  Scenario: Six to eight slides to present
    Given the valve maker who brings everything
    When I write the slides
    Then there are 6 to 8 slides, the first for the client and each other with a title
    And the slides say what was decided in each market cell, who does what by when, and what is not known

  Scenario: Pictures in Word, with words for those who cannot see them
    Given the valve maker who brings everything
    When I write a Word document
    Then it has pictures, and each says in words what it shows or is marked as decoration

  Scenario: What supports a statement is there when it is asked for
    Given the example client with two market cells
    When I ask for the part "moves"
    Then the page says "Metric: Share of wallet"
    And no rule is named
    When I ask for the part "evidence, principles"
    Then rules, principles and sources are named

  Scenario: Longer than the screen
    Given the example client with two market cells
    When I ask for everything on a terminal of 24 lines
    Then the page goes through the pager, with the decision last
