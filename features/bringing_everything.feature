Feature: A client who brings everything
  A client comes with answers, numbers, three years of metrics, the plan he already has and offers of four vendors. A
  consultant puts all of it into one file and hands over one report, in which nothing contradicts itself unsaid.

  Scenario: One file, one page that is read first
    Given the valve maker who brings everything
    When I write the report
    Then its first page says what is recommended in each market cell
    And it says that in East China the numbers speak for another mode
    And it names "Closeness falls while the win rate holds" of the metrics
    And it says that the plan he has chooses "hybrid" and shows "Order line only: present"
    And it says that "Vendor A" is first, "Vendor D" is undecided and "Vendor C" is out

  Scenario: A memo for the meeting, a report for the file
    Given the valve maker who brings everything
    When I write the report as a memo
    Then it says the decision, the objection and the first moves of each market cell, and names no rule
    When I write the report as a report
    Then rules and sources stand in its notes alone

  Scenario: The metrics of the whole company are told once
    Given the valve maker who brings everything
    When I write the report
    Then the metrics have one chapter, for both market cells

  Scenario: What is decided comes before what proves it
    Given the valve maker who brings everything
    When I write the report
    Then audit and vendors come before the plans, and the proofs come last

  Scenario: The vendors are held against the plans of both market cells
    Given the valve maker who brings everything
    When I ask for a recommendation
    Then the vendors carry what direct and channel need
    And the advice names the defects of the plan he has

  Scenario: What was saved can be checked later
    Given the valve maker who brings everything
    When I save the advice and check it again
    Then every step of it follows
